/**
 * CSV (RFC 4180 with the options of Flink's csv format): records to fields. A field is quoted only if the quote is its first byte;
 * blanks belong to the field. A format is nine words: lengths in bytes of delimiter, quote and escape (0: there is none), and for
 * each of them two words of its UTF-8; from `kernels/csv.ts`, which binds it.
 */
import { missingKind, textKind } from './slice-kinds'

const delimiterAt: i32 = 12
const quoteAt: i32 = 20
const escapeAt: i32 = 28

/** What became of a record; all but the first have no fields. */
const split: u8 = 0
const comment: u8 = 1
const tooManyFields: u8 = 2
const openQuote: u8 = 3
const behindQuote: u8 = 4

/** Of a field: three words, addresses of the slices' kinds (u8), starts and lengths; 0: it is not read. */
const fieldBytes: i32 = 12

/** Where doubled quotes and escapes are undone, and where there is no more room. */
let target: i32 = 0
let limit: i32 = 0
/** Whether the end that was found last is behind something to undo. */
let hasMarks: bool = false

let delimiterLength: i32 = 0
let quoteLength: i32 = 0
let escapeLength: i32 = 0
/** Addresses. */
let delimiter: i32 = 0
let quote: i32 = 0
let escape: i32 = 0

/**
 * Splits the texts of `count` `rows`, words by row at `starts` and `lengths`, into fields, and puts a byte for each of the rows to
 * `outcomes`. More than `fieldCount` fields are passed over if `ignoresExtra`. What has to be undone is written from `room` on;
 * returns where that ends, or -1 if it does not end before `roomEnd`. Up to 15 bytes behind a text are read, and do not matter.
 */
export function splitCsv(
  format: i32,
  ignoresExtra: bool,
  allowsComments: bool,
  starts: i32,
  lengths: i32,
  rows: i32,
  count: i32,
  fields: i32,
  fieldCount: i32,
  outcomes: i32,
  room: i32,
  roomEnd: i32,
): i32 {
  delimiterLength = load<i32>(format)
  quoteLength = load<i32>(format, 4)
  escapeLength = load<i32>(format, 8)
  delimiter = format + delimiterAt
  quote = format + quoteAt
  escape = format + escapeAt
  target = room
  limit = roomEnd
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const start = load<i32>(starts + row * 4)
    const end = start + load<i32>(lengths + row * 4)
    const isComment = allowsComments && start < end && load<u8>(start) == 0x23 /* # */
    const outcome = isComment ? comment : splitRecord(start, end, fields, fieldCount, ignoresExtra, row)
    if (target < 0) return -1
    if (outcome != split) clearFields(fields, 0, fieldCount, row)
    store<u8>(outcomes + k, outcome)
  }
  return target
}

function clearFields(fields: i32, from: i32, fieldCount: i32, row: i32): void {
  for (let field = from; field < fieldCount; field++) {
    const kinds = load<i32>(fields + field * fieldBytes)
    if (kinds != 0) store<u8>(kinds + row, missingKind)
  }
}

function splitRecord(at: i32, end: i32, fields: i32, fieldCount: i32, ignoresExtra: bool, row: i32): u8 {
  let field = 0
  while (true) {
    if (field >= fieldCount && !ignoresExtra) return tooManyFields
    const place = placeOf(fields, field, fieldCount)
    if (isAt(at, end, quote, quoteLength)) {
      const inside = at + quoteLength
      const closing = quotedEnd(inside, end)
      if (closing < 0) return openQuote
      if (place != 0) putField(place, row, inside, closing, quoteLength)
      at = closing + quoteLength
      if (at < end && !isAt(at, end, delimiter, delimiterLength)) return behindQuote
    } else {
      const fieldEnd = plainEnd(at, end)
      if (place != 0) putField(place, row, at, fieldEnd, 0)
      at = fieldEnd
    }
    if (at >= end || target < 0) {
      clearFields(fields, field + 1, fieldCount, row)
      return split
    }
    at += delimiterLength
    field++
  }
}

/** 0: the field is not read. */
function placeOf(fields: i32, field: i32, fieldCount: i32): i32 {
  const place = fields + field * fieldBytes
  return field < fieldCount && load<i32>(place) != 0 ? place : 0
}

function isAt(at: i32, end: i32, character: i32, length: i32): bool {
  if (length == 0 || load<u8>(at) != load<u8>(character) || at + length > end) return false
  for (let k = 1; k < length; k++) if (load<u8>(at + k) != load<u8>(character + k)) return false
  return true
}

/** The first place from `at` on where one of two characters may begin, or some place behind `end`. */
function nextOf(at: i32, end: i32, one: v128, other: v128): i32 {
  for (; at < end; at += 16) {
    const bytes = v128.load(at)
    const places = i8x16.bitmask(v128.or(i8x16.eq(bytes, one), i8x16.eq(bytes, other)))
    if (places != 0) return at + ctz(places)
  }
  return at
}

/** The delimiter behind an unquoted field, or the end. An escaped delimiter belongs to the field. */
function plainEnd(at: i32, end: i32): i32 {
  const ending = i8x16.splat(load<i8>(delimiter))
  const escaping = escapeLength == 0 ? ending : i8x16.splat(load<i8>(escape))
  hasMarks = false
  while (true) {
    at = nextOf(at, end, ending, escaping)
    if (at >= end) return end
    if (isAt(at, end, delimiter, delimiterLength)) return at
    if (isAt(at, end, escape, escapeLength)) {
      hasMarks = true
      at += escapeLength
    }
    at++
  }
}

/** The closing quote, or -1. A doubled quote, and what is escaped, belongs to the field. */
function quotedEnd(at: i32, end: i32): i32 {
  const ending = i8x16.splat(load<i8>(quote))
  const escaping = escapeLength == 0 ? ending : i8x16.splat(load<i8>(escape))
  hasMarks = false
  while (true) {
    at = nextOf(at, end, ending, escaping)
    if (at >= end) return -1
    if (isAt(at, end, quote, quoteLength)) {
      if (!isAt(at + quoteLength, end, quote, quoteLength)) return at
      hasMarks = true
      at += quoteLength * 2
    } else {
      if (isAt(at, end, escape, escapeLength)) {
        hasMarks = true
        at += escapeLength
      }
      at++
    }
  }
}

/** `doubledLength`: of the quote where it stands for one if it is doubled, or 0. */
function putField(place: i32, row: i32, start: i32, end: i32, doubledLength: i32): void {
  let length = end - start
  if (hasMarks) {
    if (target + length > limit) {
      target = -1
      return
    }
    const copy = target
    target = undo(start, end, doubledLength)
    start = copy
    length = target - copy
  }
  store<u8>(load<i32>(place) + row, textKind)
  store<i32>(load<i32>(place, 4) + row * 4, start)
  store<i32>(load<i32>(place, 8) + row * 4, length)
}

/** Copies a field without its escapes and with doubled quotes as one. Returns the end. */
function undo(at: i32, end: i32, doubledLength: i32): i32 {
  let to = target
  while (at < end) {
    if (isAt(at, end, quote, doubledLength) && isAt(at + doubledLength, end, quote, doubledLength)) at += doubledLength
    else if (isAt(at, end, escape, escapeLength) && at + escapeLength < end) at += escapeLength
    store<u8>(to++, load<u8>(at++))
  }
  return to
}
