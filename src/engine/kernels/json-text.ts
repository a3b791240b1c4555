/**
 * JSON values as compact text: white space out, digits, escapes and the order of keys as written, the last of repeated keys.
 * A value that is compact already stays where it is. What does the work is `wasm/json-cuts.ts`.
 */
import type { JsonPath } from '../../types/json/path.ts'
import type { Memory } from '../memory.ts'
import { SliceKind } from '../slices.ts'
import type { Slices } from '../slices.ts'
import { planDocument } from './json-plan.ts'
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
  compactWithout(0, memory, start, length, kind, out, row)
}

/** The same of a text that is yet to be parsed, blanks around it or not. False if it is not JSON, or is `null`. */
export function compactJsonText(memory: Memory, start: number, length: number, out: Texts, row: number): boolean {
  const { u8, kernels } = memory
  const end = start + length
  const behind = u8[end]
  u8[end] = 0
  const first = kernels.skipBlanks(start)
  const last = kernels.valueEnd(first, 0)
  const isWhole = last >= 0 && kernels.skipBlanks(last) === end
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
  /** Address of the plan of the claims; 0: none. */
  readonly claims: number
}

/** A path through an index or wildcard claims nothing, nor does the path of the whole document. */
export function planRest(memory: Memory, claims: readonly JsonPath[]): RestPlan {
  const members = claims.filter((path) => path.length > 0 && path.every((step) => step.kind === 'member'))
  return { claims: members.length === 0 ? 0 : planDocument(memory, members).root }
}

/** The document less what is claimed, compact. An emptied object stays as `{}`; a document that is no object is itself. */
export function restOf(plan: RestPlan, memory: Memory, slices: Slices, row: number, out: Texts): void {
  const kind = slices.kinds[row] as SliceKind
  compactWithout(plan.claims, memory, slices.starts[row], slices.lengths[row], kind, out, row)
}

function compactWithout(
  claims: number,
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

  const mark = memory.mark()
  if (!findCuts(memory, start, length, claims)) {
    memory.release(mark)
    return
  }
  // What `findCuts` wrote into the arena is still needed while the text is written.
  const target = memory.take(length)
  const end = memory.kernels.writeUncut(start, start + length, target)
  out.starts[row] = target
  out.lengths[row] = end - target
  memory.release(end + 16)
}

/** Whether anything has to go. Values of many members need room for them, as much more each time as it takes. */
function findCuts(memory: Memory, start: number, length: number, claims: number): boolean {
  const { kernels } = memory
  let found = kernels.findCuts(start, claims, 0, 0, 0)
  if (found < 0) {
    const meanings = memory.take(length)
    const mark = memory.mark()
    for (let room = 1024; found < 0; room *= 2) {
      memory.release(mark)
      const table = memory.take(kernels.cutTableBytes(room))
      found = kernels.findCuts(start, claims, table, room, meanings)
    }
  }
  return found > 0
}
