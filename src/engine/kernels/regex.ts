/** REGEX steps and MATCHES over texts in the memory. */
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import { SliceKind } from '../slices.ts'
import type { Slices } from '../slices.ts'
import type { CompiledRegex } from './regex-compile.ts'
import { placeOnePass } from './regex-one-pass.ts'
import type { ReportRow, Texts } from './texts.ts'

/** Several patterns for one step: the first that matches counts. */
export interface RegexMatcher {
  readonly regexes: readonly CompiledRegex[]
  /** By regex: its one-pass program, or null. */
  readonly programs: readonly (number | null)[]
  /** By regex, by group: the number of the field it is for, or -1. */
  readonly fieldOfGroup: readonly Int32Array[]
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** `fields` are the names of the outputs of `matchRegexes`, in order. */
export function bindRegexes(
  memory: Memory,
  regexes: readonly CompiledRegex[],
  fields: readonly string[],
): RegexMatcher {
  return bindGroups(memory, regexes, (_, name) => fields.indexOf(name))
}

/** `fieldOf`: by regex and group, the number of the output; -1: it has none. Of several for one output the first that took part counts. */
export function bindGroups(
  memory: Memory,
  regexes: readonly CompiledRegex[],
  fieldOf: (regex: number, group: string) => number,
): RegexMatcher {
  const groupsMax = Math.max(...regexes.map((regex) => regex.groups.length))
  return {
    regexes,
    programs: regexes.map(({ pattern, groups }) => placeOnePass(memory, pattern, groups)),
    fieldOfGroup: regexes.map((regex, which) => Int32Array.from(regex.groups, (name) => fieldOf(which, name))),
    starts: new Int32Array(groupsMax),
    ends: new Int32Array(groupsMax),
  }
}

/**
 * `out[i]` gets the group of the i-th field (null: it is not read) as Text; Missing where it took no part, and in all of
 * them where no pattern matches, which is reported. Texts are valid UTF-8.
 */
export function matchRegexes(
  matcher: RegexMatcher,
  memory: Memory,
  texts: Texts,
  selection: Selection,
  out: readonly (Slices | null)[],
  report: ReportRow,
): void {
  for (const slices of out) if (slices !== null) clear(slices, selection)
  let left = selection
  matcher.regexes.forEach((_, which) => {
    if (left.count > 0) left = matchOne(matcher, which, memory, texts, left, out)
  })
  const message = matcher.regexes.length === 1 ? 'the pattern does not match' : 'no pattern matches'
  for (let k = 0; k < left.count; k++) report(left.rows[k], message)
}

function clear({ kinds }: Slices, { rows, count }: Selection): void {
  for (let k = 0; k < count; k++) kinds[rows[k]] = SliceKind.Missing
}

/** Returns the rows that do not match. */
function matchOne(
  matcher: RegexMatcher,
  which: number,
  memory: Memory,
  texts: Texts,
  selection: Selection,
  out: readonly (Slices | null)[],
): Selection {
  const program = matcher.programs[which]
  if (program === null) return matchEach(matcher, which, memory, texts, selection, out)
  const { rows, count } = selection
  const { i32, u8, kernels } = memory
  const fieldOfGroup = matcher.fieldOfGroup[which]
  const groups = fieldOfGroup.length
  const mark = memory.mark()
  const places = memory.take(count * 8)
  const outcomes = memory.take(count)
  const captures = memory.take(count * groups * 8)
  for (let k = 0, word = places >>> 2; k < count; k++, word += 2) {
    i32[word] = texts.starts[rows[k]]
    i32[word + 1] = texts.lengths[rows[k]]
  }
  kernels.matchTexts(program, places, count, outcomes, captures)
  for (let group = 0; group < groups; group++) {
    const slices = fieldOfGroup[group] < 0 ? null : out[fieldOfGroup[group]]
    if (slices !== null) putGroup(slices, i32, u8, rows, count, outcomes, (captures >>> 2) + group * 2, groups * 2)
  }
  const left = new Int32Array(count)
  let leftCount = 0
  const unsure = new Int32Array(count)
  let unsureCount = 0
  for (let k = 0; k < count; k++) {
    if (u8[outcomes + k] === Outcome.NoMatch) left[leftCount++] = rows[k]
    else if (u8[outcomes + k] === Outcome.Unsure) unsure[unsureCount++] = rows[k]
  }
  memory.release(mark)
  if (unsureCount === 0) return { rows: left, count: leftCount }
  const others = matchEach(matcher, which, memory, texts, { rows: unsure, count: unsureCount }, out)
  const all = new Int32Array(leftCount + others.count)
  all.set(left.subarray(0, leftCount))
  all.set(others.rows.subarray(0, others.count), leftCount)
  return { rows: all.toSorted(), count: all.length }
}

/** Of `matchTexts`. */
const Outcome = { NoMatch: 0, Match: 1, Unsure: 2 } as const

/** The group's captures stand `stride` words apart from `word` on. */
function putGroup(
  { kinds, starts, lengths }: Slices,
  i32: Int32Array,
  u8: Uint8Array,
  rows: Int32Array,
  count: number,
  outcomes: number,
  word: number,
  stride: number,
): void {
  for (let k = 0; k < count; k++, word += stride) {
    const row = rows[k]
    if (u8[outcomes + k] !== Outcome.Match || i32[word] < 0 || kinds[row] !== SliceKind.Missing) continue
    starts[row] = i32[word]
    lengths[row] = i32[word + 1] - i32[word]
    kinds[row] = SliceKind.Text
  }
}

/** The same by the general engine, text by text. */
function matchEach(
  { regexes, fieldOfGroup, starts, ends }: RegexMatcher,
  which: number,
  memory: Memory,
  texts: Texts,
  { rows, count }: Selection,
  out: readonly (Slices | null)[],
): Selection {
  const left = new Int32Array(count)
  let leftCount = 0
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const start = texts.starts[row]
    const length = texts.lengths[row]
    const text = memory.bytes.toString('utf8', start, start + length)
    if (!regexes[which].find(text, starts, ends)) left[leftCount++] = row
    else putGroups(starts, ends, fieldOfGroup[which], text, start, text.length === length, out, row)
  }
  return { rows: left, count: leftCount }
}

/** marks[row] becomes 1 where the regex matches somewhere, else 0. Bytes that are not UTF-8 read as U+FFFD. */
export function markMatching(
  regex: CompiledRegex,
  memory: Memory,
  texts: Texts,
  { rows, count }: Selection,
  marks: Uint8Array,
): void {
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const start = texts.starts[row]
    marks[row] = regex.test(memory.bytes.toString('utf8', start, start + texts.lengths[row])) ? 1 : 0
  }
}

/** In ASCII a place in the string is a place in the bytes; else it is counted. */
function putGroups(
  starts: Int32Array,
  ends: Int32Array,
  fieldOfGroup: Int32Array,
  text: string,
  textStart: number,
  isAscii: boolean,
  out: readonly (Slices | null)[],
  row: number,
): void {
  for (let group = 0; group < fieldOfGroup.length; group++) {
    const field = fieldOfGroup[group]
    const slices = field < 0 || starts[group] < 0 ? null : out[field]
    if (slices === null || slices.kinds[row] !== SliceKind.Missing) continue
    const start = isAscii ? starts[group] : Buffer.byteLength(text.slice(0, starts[group]))
    const length = isAscii ? ends[group] - starts[group] : Buffer.byteLength(text.slice(starts[group], ends[group]))
    slices.starts[row] = textStart + start
    slices.lengths[row] = length
    slices.kinds[row] = SliceKind.Text
  }
}
