/**
 * The kernels that are WebAssembly: functions over addresses of an engine's one memory (Parquet's: of that of its encoder), with integers in
 * and out. They allocate nothing. `kernels/wasm.ts` binds them to a memory; see `npm run build:kernels`.
 */
export { numberEnd, skipBlanks, valueEnd, wholeEnd } from './json-syntax'
export { addMember } from './json-plan'
export { slotOfMember, useKeyRoom } from './json-keys'
export { scanTexts } from './json-scan'
export { cutTableBytes, findCuts, seedKeys, writeUncut } from './json-cuts'
export { findNeedles } from './needles'
export { matchTexts } from './regex'
export { markBordering, markContaining } from './search'
export { findLineEnds } from './lines'
export { markInvalid } from './utf8'
export { encodeAvro } from './avro'
export { foldBytes, foldEnd } from './crc32c'
export { toBigints, toBooleans, toDecimals, toDoubles, toIntegers } from './convert-numbers'
export { toJson, toTexts } from './convert-texts'
export { fromUnix, toTimes } from './convert-times'
export { splitCsv } from './csv'
export { writeHybrid, writeRun } from './parquet-hybrid'
export { writeDeltas } from './parquet-deltas'
export { indexWords, widenRange } from './parquet-words'
export { indexStrings, rangeOfStrings } from './parquet-strings'
