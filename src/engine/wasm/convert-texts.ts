/** Columns of texts: mostly what stands at the slice. Escapes, and JSON that has to be made compact, are left. */
import {
  countOf,
  escapedKind,
  kindsOf,
  leftOf,
  lengthsOf,
  nullKind,
  objectKind,
  rowsOf,
  startsOf,
  stringKind,
  textKind,
  validOf,
  valueLengthsOf,
  valuesOf,
} from './conversion'
import { findCuts } from './json-cuts'

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

/** To JSON: values of documents that are compact as they stand. */
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
    store<i32>(values + row * 4, start - quote)
    store<i32>(valueLengths + row * 4, load<i32>(lengths + row * 4) + quote * 2)
    store<u8>(valid + row, <u8>(kind > nullKind))
    if (kind == textKind || (kind >= objectKind && findCuts(start, 0, 0, 0, 0) != 0)) {
      store<i32>(left + leftCount++ * 4, row)
    }
  }
  return leftCount
}
