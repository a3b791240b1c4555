/** Columns of numbers and booleans. What is not plain digits (`3.0`, `1e3`, `+5`, blanks) is left. */
import {
  countOf,
  digits,
  isNull,
  kindsOf,
  leftOf,
  lengthsOf,
  mayBeDigits,
  rowsOf,
  startsOf,
  validOf,
  valuesOf,
} from './conversion'
import { escapedKind, falseKind, fractionKind, nullKind, trueKind } from './slice-kinds'

const minus: u8 = 0x2d
const point: u8 = 0x2e

/** To i32, of `min` to `max`. */
export function toIntegers(task: i32, min: i32, max: i32): i32 {
  const kinds = kindsOf(task)
  const starts = startsOf(task)
  const lengths = lengthsOf(task)
  const rows = rowsOf(task)
  const count = countOf(task)
  const values = valuesOf(task)
  const valid = validOf(task)
  const left = leftOf(task)
  let leftCount = 0
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const kind = load<u8>(kinds + row)
    if (isNull(kind, load<i32>(lengths + row * 4))) {
      store<u8>(valid + row, 0)
      continue
    }
    if (mayBeDigits(kind)) {
      const start = load<i32>(starts + row * 4)
      const end = start + load<i32>(lengths + row * 4)
      const negative = load<u8>(start) == minus
      const first = start + <i32>negative
      const magnitude = first < end && end - first <= 18 ? digits(first, end) : -1
      const value = negative ? -magnitude : magnitude
      if (magnitude >= 0 && value >= <i64>min && value <= <i64>max) {
        store<i32>(values + row * 4, <i32>value)
        store<u8>(valid + row, 1)
        continue
      }
    }
    store<i32>(left + leftCount++ * 4, row)
  }
  return leftCount
}

/** To i64. */
export function toBigints(task: i32): i32 {
  const kinds = kindsOf(task)
  const starts = startsOf(task)
  const lengths = lengthsOf(task)
  const rows = rowsOf(task)
  const count = countOf(task)
  const values = valuesOf(task)
  const valid = validOf(task)
  const left = leftOf(task)
  let leftCount = 0
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const kind = load<u8>(kinds + row)
    if (isNull(kind, load<i32>(lengths + row * 4))) {
      store<u8>(valid + row, 0)
      continue
    }
    if (mayBeDigits(kind)) {
      const start = load<i32>(starts + row * 4)
      const end = start + load<i32>(lengths + row * 4)
      const negative = load<u8>(start) == minus
      const first = start + <i32>negative
      const magnitude = first < end ? upTo19Digits(first, end) : -1
      if (magnitude >= 0) {
        store<i64>(values + row * 8, negative ? -magnitude : magnitude)
        store<u8>(valid + row, 1)
        continue
      }
    }
    store<i32>(left + leftCount++ * 4, row)
  }
  return leftCount
}

/** -1 where they are more, or make none of 63 bits. */
function upTo19Digits(at: i32, end: i32): i64 {
  if (end - at <= 18) return digits(at, end)
  if (end - at > 19) return -1
  const upper = digits(at, end - 1)
  const lowest = digits(end - 1, end)
  if (upper < 0 || lowest < 0 || upper > 922_337_203_685_477_580) return -1
  return upper < 922_337_203_685_477_580 || lowest <= 7 ? upper * 10 + lowest : -1
}

/**
 * To i64, unscaled, of at most 18 digits: digits, and behind a point at most `scale` of them; before it at most `wholeDigitsMax`,
 * or a single 0.
 */
export function toDecimals(task: i32, wholeDigitsMax: i32, scale: i32): i32 {
  const kinds = kindsOf(task)
  const starts = startsOf(task)
  const lengths = lengthsOf(task)
  const rows = rowsOf(task)
  const count = countOf(task)
  const values = valuesOf(task)
  const valid = validOf(task)
  const left = leftOf(task)
  let leftCount = 0
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const kind = load<u8>(kinds + row)
    if (isNull(kind, load<i32>(lengths + row * 4))) {
      store<u8>(valid + row, 0)
      continue
    }
    if (kind <= fractionKind && kind != escapedKind) {
      const start = load<i32>(starts + row * 4)
      const end = start + load<i32>(lengths + row * 4)
      const negative = load<u8>(start) == minus
      const magnitude = unscaled(start + <i32>negative, end, wholeDigitsMax, scale)
      if (magnitude >= 0) {
        store<i64>(values + row * 8, negative ? -magnitude : magnitude)
        store<u8>(valid + row, 1)
        continue
      }
    }
    store<i32>(left + leftCount++ * 4, row)
  }
  return leftCount
}

/** -1 where it is not as said. */
function unscaled(first: i32, end: i32, wholeDigitsMax: i32, scale: i32): i64 {
  let value: i64 = 0
  let at = first
  // A longer text would overflow; it cannot be as said, for whole digits and scale are 18 at most, and a 0 and a point beside.
  if (end - first > 20) return -1
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 0x30
    if (digit > 9) break
    value = value * 10 + <i64>digit
  }
  const wholeDigits = at - first
  if (wholeDigits == 0) return -1
  if (wholeDigits > wholeDigitsMax && (wholeDigits > 1 || value != 0)) return -1
  let zeros = scale
  if (at < end) {
    if (load<u8>(at) != point) return -1
    const fractionDigits = end - at - 1
    if (fractionDigits == 0 || fractionDigits > scale) return -1
    zeros -= fractionDigits
    for (at++; at < end; at++) {
      const digit = <u32>load<u8>(at) - 0x30
      if (digit > 9) return -1
      value = value * 10 + <i64>digit
    }
  }
  for (; zeros > 0; zeros--) value *= 10
  return value
}

/**
 * To f64, correctly rounded: up to 15 digits are exact in a double, and so are powers of ten to 10^22, so that one division rounds
 * once (Clinger, "How to read floating point numbers accurately"). `single`: what is nearest among floats of 32 bits.
 */
export function toDoubles(task: i32, single: bool): i32 {
  const kinds = kindsOf(task)
  const starts = startsOf(task)
  const lengths = lengthsOf(task)
  const rows = rowsOf(task)
  const count = countOf(task)
  const values = valuesOf(task)
  const valid = validOf(task)
  const left = leftOf(task)
  let leftCount = 0
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const kind = load<u8>(kinds + row)
    if (isNull(kind, load<i32>(lengths + row * 4))) {
      store<u8>(valid + row, 0)
      continue
    }
    if (kind <= fractionKind && kind != escapedKind) {
      const start = load<i32>(starts + row * 4)
      const end = start + load<i32>(lengths + row * 4)
      const negative = load<u8>(start) == minus
      const magnitude = simpleDouble(start + <i32>negative, end)
      if (magnitude >= 0) {
        const value = negative ? -magnitude : magnitude
        store<f64>(values + row * 8, single ? <f64>(<f32>value) : value)
        store<u8>(valid + row, 1)
        continue
      }
    }
    store<i32>(left + leftCount++ * 4, row)
  }
  return leftCount
}

/** Of up to 15 digits with a point between two of them or none; -1 where it is not so. */
function simpleDouble(first: i32, end: i32): f64 {
  if (first >= end || end - first > 16) return -1
  let value: i64 = 0
  let at = first
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 0x30
    if (digit > 9) break
    value = value * 10 + <i64>digit
  }
  if (at == first) return -1
  if (at == end) return end - first <= 15 ? <f64>value : -1
  if (load<u8>(at) != point || at + 1 == end) return -1
  let power: f64 = 1
  for (at++; at < end; at++) {
    const digit = <u32>load<u8>(at) - 0x30
    if (digit > 9) return -1
    value = value * 10 + <i64>digit
    power *= 10
  }
  return <f64>value / power
}

/** true and false of documents. */
export function toBooleans(task: i32): i32 {
  const kinds = kindsOf(task)
  const rows = rowsOf(task)
  const count = countOf(task)
  const values = valuesOf(task)
  const valid = validOf(task)
  const left = leftOf(task)
  let leftCount = 0
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const kind = load<u8>(kinds + row)
    const isBoolean = kind == trueKind || kind == falseKind
    store<u8>(values + row, <u8>(kind == trueKind))
    store<u8>(valid + row, <u8>isBoolean)
    if (kind > nullKind && !isBoolean) store<i32>(left + leftCount++ * 4, row)
  }
  return leftCount
}
