/**
 * The kernels of `engine/wasm/`, bound to one memory. The module is read and compiled when the first engine is made, and never
 * for commands that run none.
 */
import { readFileSync } from 'node:fs'
import { randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { unescapeInto } from './json-strings.ts'

/** Addresses and counts in, addresses and counts out; what each assumes stands where it is written. */
export interface Kernels {
  numberEnd(at: number): number
  skipBlanks(at: number): number
  valueEnd(at: number, depth: number): number
  wholeEnd(at: number, end: number): number
  addMember(members: number, member: number): void
  slotOfMember(node: number, key: number, length: number): number
  useKeyRoom(address: number, bytes: number): void
  scanTexts(
    root: number,
    slotCount: number,
    texts: number,
    count: number,
    kinds: number,
    starts: number,
    lengths: number,
    stride: number,
    misfits: number,
  ): number
  cutTableBytes(memberRoom: number): number
  findCuts(start: number, claims: number, table: number, tableRoom: number, meanings: number): number
  writeUncut(start: number, end: number, target: number): number
  seedKeys(seed: number): void
  markInvalid(starts: number, lengths: number, rows: number, count: number, marks: number): number
  markContaining(
    needle: number,
    needleLength: number,
    starts: number,
    lengths: number,
    rows: number,
    count: number,
    marks: number,
  ): void
  markBordering(
    needle: number,
    needleLength: number,
    atEnd: 0 | 1,
    starts: number,
    lengths: number,
    rows: number,
    count: number,
    marks: number,
  ): void
  findLineEnds(start: number, end: number, base: number, ends: number, endsMax: number): number
  encodeAvro(
    fields: number,
    fieldsEnd: number,
    prefix: number,
    prefixBytes: number,
    fixedBytes: number,
    rows: number,
    count: number,
    ends: number,
    out: number,
    limit: number,
  ): number
  gatherStrings(
    rows: number,
    count: number,
    starts: number,
    lengths: number,
    valid: number,
    out: number,
    enough: number,
    limit: number,
    result: number,
  ): number
  writeHybrid(out: number, values: number, count: number, width: number): number
  writeRun(out: number, value: number, length: number, width: number): number
  /** 0: they are not shorter. */
  writeDeltas(out: number, words: number, stride: number, count: number, bound: number): number
  indexWords(
    words: number,
    count: number,
    stride: number,
    dictionary: number,
    known: number,
    slots: number,
    indexes: number,
    entriesMax: number,
    trialValues: number,
    trialMax: number,
  ): number
  widenRange(kind: number, words: number, count: number, range: number): void
  indexStrings(
    page: number,
    count: number,
    dictionary: number,
    dictionaryEnd: number,
    limit: number,
    entries: number,
    slots: number,
    indexes: number,
    entriesMax: number,
    trialValues: number,
    trialMax: number,
  ): number
  rangeOfStrings(at: number, end: number, result: number): void
  matchTexts(program: number, texts: number, count: number, outcomes: number, captures: number): void
  findNeedles(
    search: number,
    starts: number,
    lengths: number,
    from: number,
    count: number,
    hits: number,
    hitsMax: number,
    progress: number,
  ): void
  /** See `foldDistance`. */
  foldBytes(start: number, end: number): void
  foldEnd(end: number): void
  splitCsv(
    format: number,
    ignoresExtra: 0 | 1,
    allowsComments: 0 | 1,
    starts: number,
    lengths: number,
    rows: number,
    count: number,
    fields: number,
    fieldCount: number,
    outcomes: number,
    room: number,
    roomEnd: number,
  ): number
  toIntegers(task: number, min: number, max: number): number
  toBigints(task: number): number
  toDecimals(task: number, wholeDigitsMax: number, scale: number): number
  toDoubles(task: number, single: 0 | 1): number
  toBooleans(task: number): number
  toTexts(task: number, bytesMax: number): number
  toJson(task: number): number
  toTimes(task: number, layout: number, target: number, unitMicros: number): number
  fromUnix(task: number, microsOfCount: number, unitMicros: number): number
}

/** How many bytes stand before those that `foldBytes` is given, and how many remain behind `foldEnd` at least. */
export const foldDistance = 209 * 4

const file = new URL('../wasm/kernels.wasm', import.meta.url)

/** They are built when dependencies are installed (`prepare`), unless scripts were told not to run. */
export class KernelsMissing extends Error {}

let compiled: WebAssembly.Module | null = null

function moduleOfKernels(): WebAssembly.Module {
  if (compiled !== null) return compiled
  let bytes: Uint8Array<ArrayBuffer>
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw new KernelsMissing(`the compiled kernels are not there: \`${fileURLToPath(file)}\``, { cause: error })
  }
  return (compiled = new WebAssembly.Module(bytes))
}

/** `u8` are the bytes of the memory. */
export function instantiateKernels(memory: WebAssembly.Memory, u8: Uint8Array): Kernels {
  const host = {
    unescape: (start: number, end: number, target: number): number => unescapeInto(u8, start, end, u8, target),
  }
  const instance = new WebAssembly.Instance(moduleOfKernels(), { env: { memory }, host })
  const kernels = instance.exports as unknown as Kernels
  kernels.seedKeys(randomInt(2 ** 31))
  return kernels
}
