/** REGEX steps and MATCHES over texts in the memory. */
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import { SliceKind } from '../slices.ts'
import type { Slices } from '../slices.ts'
import type { CompiledRegex } from './regex-compile.ts'
import type { ReportRow, Texts } from './texts.ts'

/** Several patterns for one step: the first that matches counts. */
export interface RegexMatcher {
  readonly regexes: readonly CompiledRegex[]
  /** By regex, by group: the number of the field it is for, or -1. */
  readonly fieldOfGroup: readonly Int32Array[]
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** `fields` are the names of the outputs of `matchRegexes`, in order. */
export function bindRegexes(regexes: readonly CompiledRegex[], fields: readonly string[]): RegexMatcher {
  return bindGroups(regexes, (_, name) => fields.indexOf(name))
}

/** `fieldOf`: by regex and group, the number of the output; -1: it has none. Of several for one output the first that took part counts. */
export function bindGroups(
  regexes: readonly CompiledRegex[],
  fieldOf: (regex: number, group: string) => number,
): RegexMatcher {
  const groupsMax = Math.max(...regexes.map((regex) => regex.groups.length))
  return {
    regexes,
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
  { rows, count }: Selection,
  out: readonly (Slices | null)[],
  report: ReportRow,
): void {
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    for (const slices of out) if (slices !== null) slices.kinds[row] = SliceKind.Missing
    const start = texts.starts[row]
    const length = texts.lengths[row]
    const text = memory.bytes.toString('utf8', start, start + length)
    const which = firstMatch(matcher, text)
    if (which < 0) report(row, matcher.regexes.length === 1 ? 'the pattern does not match' : 'no pattern matches')
    else putGroups(matcher, matcher.fieldOfGroup[which], text, start, text.length === length, out, row)
  }
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

function firstMatch({ regexes, starts, ends }: RegexMatcher, text: string): number {
  for (let which = 0; which < regexes.length; which++) if (regexes[which].find(text, starts, ends)) return which
  return -1
}

/** In ASCII a place in the string is a place in the bytes; else it is counted. */
function putGroups(
  { starts, ends }: RegexMatcher,
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
