/**
 * JSON values as compact text: white space out, digits, escapes and the order of keys as written, the last of repeated keys.
 * A value that is compact already stays where it is.
 */
import type { JsonPath } from '../../types/json/path.ts'
import type { Memory } from '../memory.ts'
import { SliceKind } from '../slices.ts'
import type { Slices } from '../slices.ts'
import { CutFinder } from './json-cuts.ts'
import { planDocument } from './json-paths.ts'
import type { PlanNode } from './json-paths.ts'
import { skipBlanks, stringEnd, valueEnd } from './json-syntax.ts'
import type { Texts } from './texts.ts'

/** Writes the place of the compact text of a valid JSON slice (String to Array; true, null and so on as written). */
export function compactJson(
  memory: Memory,
  start: number,
  length: number,
  kind: SliceKind,
  out: Texts,
  row: number,
): void {
  compactWithout(null, memory, start, length, kind, out, row)
}

/** The same of a text that is yet to be parsed, blanks around it or not. False if it is not JSON, or is `null`. */
export function compactJsonText(memory: Memory, start: number, length: number, out: Texts, row: number): boolean {
  const { u8 } = memory
  const end = start + length
  const behind = u8[end]
  u8[end] = 0
  const first = skipBlanks(u8, start)
  const last = valueEnd(u8, viewOf(memory), first, 0)
  const isWhole = last >= 0 && skipBlanks(u8, last) === end
  u8[end] = behind
  if (!isWhole) return false
  switch (u8[first]) {
    case 0x6e /* n */:
      return false
    case 0x22 /* " */:
      compactJson(memory, first + 1, last - first - 2, SliceKind.String, out, row)
      return true
    case 0x7b /* { */:
      compactJson(memory, first, last - first, SliceKind.Object, out, row)
      return true
    case 0x5b /* [ */:
      compactJson(memory, first, last - first, SliceKind.Array, out, row)
      return true
    default:
      compactJson(memory, first, last - first, SliceKind.Integer, out, row)
      return true
  }
}

/** The members that columns claim, for `restOf`. */
export interface RestPlan {
  readonly claims: PlanNode | null
}

/** A path through an index or wildcard claims nothing, nor does the path of the whole document. */
export function planRest(claims: readonly JsonPath[]): RestPlan {
  const members = claims.filter((path) => path.length > 0 && path.every((step) => step.kind === 'member'))
  return { claims: members.length === 0 ? null : planDocument(members).root }
}

/** The document less what is claimed, compact. An emptied object stays as `{}`; a document that is no object is itself. */
export function restOf(plan: RestPlan, memory: Memory, slices: Slices, row: number, out: Texts): void {
  const kind = slices.kinds[row] as SliceKind
  compactWithout(plan.claims, memory, slices.starts[row], slices.lengths[row], kind, out, row)
}

function compactWithout(
  claims: PlanNode | null,
  memory: Memory,
  start: number,
  length: number,
  kind: SliceKind,
  out: Texts,
  row: number,
): void {
  if (kind === SliceKind.String || kind === SliceKind.EscapedString) {
    // The slice is the inside; the quotes stand around it.
    out.starts[row] = start - 1
    out.lengths[row] = length + 2
    return
  }
  out.starts[row] = start
  out.lengths[row] = length
  if (kind !== SliceKind.Object && kind !== SliceKind.Array) return

  let finder = finders.get(memory)
  if (finder === undefined) finders.set(memory, (finder = new CutFinder(memory)))
  const mark = memory.mark()
  finder.find(start, claims)
  memory.release(mark)
  if (!finder.hasBlanks && finder.cutCount === 0) return
  const target = memory.take(length)
  const end = writeWithoutCuts(finder, memory, start, start + length, target)
  out.starts[row] = target
  out.lengths[row] = end - target
  memory.release(end + 16)
}

const finders = new WeakMap<Memory, CutFinder>()
const views = new WeakMap<Memory, DataView>()

function viewOf(memory: Memory): DataView {
  let view = views.get(memory)
  if (view === undefined) views.set(memory, (view = new DataView(memory.buffer)))
  return view
}

/** Copies the value less white space and the members cut. Returns the end. */
function writeWithoutCuts(finder: CutFinder, memory: Memory, start: number, end: number, target: number): number {
  const { u8 } = memory
  const view = viewOf(memory)
  const { members, memberCount } = finder
  let member = 0
  let at = start
  let to = target
  while (at < end) {
    const byte = u8[at]
    if (byte === 0x22 /* " */) {
      while (member < memberCount && members.starts[member] < at) member++
      if (member < memberCount && members.starts[member] === at && members.cut[member] !== 0) {
        at = members.ends[member]
        continue
      }
      const after = stringEnd(u8, view, at)
      u8.copyWithin(to, at, after)
      to += after - at
      at = after
      continue
    }
    at++
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) continue
    // A comma before a closing brace was left by the last member, which was cut.
    if (byte === 0x7d /* } */ && u8[to - 1] === 0x2c) to--
    u8[to++] = byte
  }
  return to
}
