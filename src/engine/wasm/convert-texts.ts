/** Columns of texts: mostly what stands at the slice. Escapes, and JSON that has to be made compact, are left. */
import {
  countOf,
  isNull,
  kindsOf,
  leftOf,
  lengthsOf,
  rowsOf,
  startsOf,
  validOf,
  valueLengthsOf,
  valuesOf,
} from './conversion'
import { escapedKind, nullKind, objectKind, stringKind, textKind } from './slice-kinds'
import { findCuts } from './json-cuts'
import { valueEnd } from './json-syntax'

/** To texts of at most `bytesMax` bytes. */
export function toTexts(task: i32, bytesMax: i32): i32 {
  const kinds = kindsOf(task)
  const starts = startsOf(task)
  const lengths = lengthsOf(task)
  const rows = rowsOf(task)
  const count = countOf(task)
  const values = valuesOf(task)
  const valueLengths = valueLengthsOf(task)
  const valid = validOf(task)
  const left = leftOf(task)
  let leftCount = 0
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const kind = load<u8>(kinds + row)
    const length = load<i32>(lengths + row * 4)
    store<i32>(values + row * 4, load<i32>(starts + row * 4))
    store<i32>(valueLengths + row * 4, length)
    store<u8>(valid + row, <u8>(kind > nullKind))
    const isPlain = kind < objectKind && kind != escapedKind && length <= bytesMax
    if (kind > nullKind && !isPlain) store<i32>(left + leftCount++ * 4, row)
  }
  return leftCount
}

/** To JSON: values of documents, and texts that are JSON, where they are compact as they stand. A byte behind a text is written to. */
export function toJson(task: i32): i32 {
  const kinds = kindsOf(task)
  const starts = startsOf(task)
  const lengths = lengthsOf(task)
  const rows = rowsOf(task)
  const count = countOf(task)
  const values = valuesOf(task)
  const valueLengths = valueLengthsOf(task)
  const valid = validOf(task)
  const left = leftOf(task)
  let leftCount = 0
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const kind = load<u8>(kinds + row)
    // The slice of a string is the inside; the quotes stand around it.
    const quote = kind == stringKind || kind == escapedKind ? 1 : 0
    const start = load<i32>(starts + row * 4)
    const length = load<i32>(lengths + row * 4)
    store<i32>(values + row * 4, start - quote)
    store<i32>(valueLengths + row * 4, length + quote * 2)
    store<u8>(valid + row, <u8>!isNull(kind, length))
    const isLeft = kind == textKind ? length > 0 && !isCompact(start, start + length) : hasCuts(kind, start)
    if (isLeft) store<i32>(left + leftCount++ * 4, row)
  }
  return leftCount
}

function hasCuts(kind: u8, start: i32): bool {
  return kind >= objectKind && findCuts(start, 0, 0, 0, 0) != 0
}

/** Whether a text is a value from its first byte to its last, other than `null`, that has nothing to cut. */
function isCompact(start: i32, end: i32): bool {
  const behind = load<u8>(end)
  const first = load<u8>(start)
  store<u8>(end, 0)
  const isWhole = valueEnd(start, 0) == end
  store<u8>(end, behind)
  if (!isWhole || first == 0x6e /* n */) return false
  return (first != 0x7b /* { */ && first != 0x5b) /* [ */ || findCuts(start, 0, 0, 0, 0) == 0
}
