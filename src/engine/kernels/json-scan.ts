/**
 * The JSON parser: validates each text strictly (RFC 8259) and, in the same pass, finds the values at the places of a plan.
 * Keys are expected in the order in which they came last time and compared as `"key":`, four bytes at a time; a key that is
 * not the expected one, nor one of the next three, is found by its hash. The last of repeated keys counts.
 */
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import { SliceKind } from '../slices.ts'
import type { Slices } from '../slices.ts'
import { findMember } from './json-paths.ts'
import type { DocumentPlan, Elements, Member, Members, PlanNode } from './json-paths.ts'
import { unescapeInto } from './json-strings.ts'
import {
  continuesNumber,
  describeMisfit,
  escapedTextEnd,
  fractionEnd,
  integerEnd,
  maxNesting,
  plainTextEnd,
  skipBlanks,
  valueEnd,
  wordEnd,
} from './json-syntax.ts'
import type { Texts } from './texts.ts'

/** A text that is not JSON: where in the text (bytes) and why, in words without data. */
export type ReportMisfit = (row: number, offset: number, reason: string) => void

/**
 * `out[i]` gets the value at the i-th path of the plan. Slices lie in the memory (`takeSlices`); those of the selected rows
 * are overwritten, with Missing where there is no such place, and in all of them where the text is not JSON.
 */
export function scanDocuments(
  plan: DocumentPlan,
  memory: Memory,
  texts: Texts,
  selection: Selection,
  out: readonly Slices[],
  report: ReportMisfit,
): void {
  let scanner = scanners.get(memory)
  if (scanner === undefined) scanners.set(memory, (scanner = new Scanner(memory)))
  scanner.scan(plan, texts, selection, out, report)
}

const scanners = new WeakMap<Memory, Scanner>()

/** How many members behind the expected one are tried before the key is hashed. */
const lookAheads = 3

class Scanner {
  private readonly u8: Uint8Array
  private readonly u32: Uint32Array
  private readonly view: DataView
  /** By slot: indexes into `u32`, `u32` and `u8` of row 0 of its slices. */
  private startsAt = new Int32Array(16)
  private lengthsAt = new Int32Array(16)
  private kindsAt = new Int32Array(16)
  private row = 0
  private objectsSeen = 0
  private unescaped = new Uint8Array(256)

  constructor(memory: Memory) {
    this.u8 = memory.u8
    this.u32 = memory.u32
    this.view = new DataView(memory.buffer)
  }

  scan(plan: DocumentPlan, texts: Texts, selection: Selection, out: readonly Slices[], report: ReportMisfit): void {
    const { rows, count } = selection
    const u8 = this.u8
    this.bind(plan, out)
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      const start = texts.starts[row]
      const end = start + texts.lengths[row]
      this.row = row
      this.clearRow(plan.slotCount)
      const behind = u8[end]
      u8[end] = 0
      const at = this.document(plan.root, start, end)
      if (at < 0) {
        this.clearRow(plan.slotCount)
        report(row, ~at - start, describeMisfit(u8, ~at, end))
      }
      u8[end] = behind
    }
    copyShared(plan, out, selection)
  }

  private bind(plan: DocumentPlan, out: readonly Slices[]): void {
    if (plan.slotCount > this.startsAt.length) {
      this.startsAt = new Int32Array(plan.slotCount * 2)
      this.lengthsAt = new Int32Array(plan.slotCount * 2)
      this.kindsAt = new Int32Array(plan.slotCount * 2)
    }
    for (let path = out.length - 1; path >= 0; path--) {
      const slot = plan.slotOfPath[path]
      this.startsAt[slot] = out[path].starts.byteOffset >>> 2
      this.lengthsAt[slot] = out[path].lengths.byteOffset >>> 2
      this.kindsAt[slot] = out[path].kinds.byteOffset
    }
  }

  private clearRow(slotCount: number): void {
    for (let slot = 0; slot < slotCount; slot++) this.u8[this.kindsAt[slot] + this.row] = SliceKind.Missing
  }

  private put(slot: number, start: number, end: number, kind: number): void {
    if (slot < 0) return
    this.u32[this.startsAt[slot] + this.row] = start
    this.u32[this.lengthsAt[slot] + this.row] = end - start
    this.u8[this.kindsAt[slot] + this.row] = kind
  }

  private document(root: PlanNode, start: number, end: number): number {
    const at = this.value(root, skipBlanks(this.u8, start), 0)
    if (at < 0) return at
    const rest = skipBlanks(this.u8, at)
    return rest === end ? rest : ~rest
  }

  /** A wanted value, or one with wanted places inside. `depth` containers are open around it. */
  private value(node: PlanNode, at: number, depth: number): number {
    const { u8, view } = this
    const byte = u8[at]
    if (byte === 0x22 /* " */) {
      let kind: number = SliceKind.String
      let end = plainTextEnd(view, at + 1)
      if (u8[end] !== 0x22) {
        end = escapedTextEnd(u8, view, end)
        if (end < 0) return end
        kind = SliceKind.EscapedString
      }
      this.put(node.slot, at + 1, end, kind)
      return end + 1
    }
    if (byte === 0x7b /* { */) {
      const end = node.members === null ? valueEnd(u8, view, at, depth) : this.object(node.members, at, depth)
      if (end >= 0) this.put(node.slot, at, end, SliceKind.Object)
      return end
    }
    if (byte === 0x5b /* [ */) {
      const end = node.elements === null ? valueEnd(u8, view, at, depth) : this.array(node.elements, at, depth)
      if (end >= 0) this.put(node.slot, at, end, SliceKind.Array)
      return end
    }
    if (byte <= 0x39 /* 9 */) {
      let end = integerEnd(u8, at)
      if (end < 0) return end
      let kind: number = SliceKind.Integer
      if (continuesNumber(u8[end])) {
        end = fractionEnd(u8, end)
        if (end < 0) return end
        kind = SliceKind.Fraction
      }
      this.put(node.slot, at, end, kind)
      return end
    }
    const end = wordEnd(u8, view, at)
    if (end >= 0) {
      const kind = byte === 0x74 ? SliceKind.True : byte === 0x66 ? SliceKind.False : SliceKind.Null
      this.put(node.slot, at, end, kind)
    }
    return end
  }

  private object(members: Members, at: number, depth: number): number {
    const { u8, view } = this
    if (depth === maxNesting) return ~at
    const visit = (this.objectsSeen = (this.objectsSeen + 1) | 0)
    let previous: Member | null = null
    let expected: Member | null = members.first
    at++
    if (u8[at] !== 0x22) {
      at = skipBlanks(u8, at)
      if (u8[at] === 0x7d) return at + 1
    }
    for (;;) {
      let member = expectedAt(view, expected, at)
      if (member !== null) {
        at += member.literalLength
      } else {
        const keyStart = at + 1
        if (u8[at] !== 0x22) return ~at
        at = plainTextEnd(view, keyStart)
        if (u8[at] === 0x22) {
          member = findMember(members, u8, keyStart, at - keyStart)
        } else {
          at = escapedTextEnd(u8, view, at)
          if (at < 0) return at
          member = this.findEscaped(members, keyStart, at)
        }
        at = skipBlanks(u8, at + 1)
        if (u8[at] !== 0x3a) return ~at
        at++
        if (member !== null) {
          if (previous === null) members.first = member
          else previous.next = member
        }
      }
      if (u8[at] <= 0x20) at = skipBlanks(u8, at)
      if (member === null) {
        at = valueEnd(u8, view, at, depth + 1)
      } else {
        if (member.seenIn === visit) this.clearInside(member.node)
        member.seenIn = visit
        at = this.value(member.node, at, depth + 1)
        previous = member
        expected = member.next
      }
      if (at < 0) return at
      if (u8[at] <= 0x20) at = skipBlanks(u8, at)
      const next = u8[at]
      if (next === 0x7d) return at + 1
      if (next !== 0x2c) return ~at
      at++
      if (u8[at] <= 0x20) at = skipBlanks(u8, at)
    }
  }

  private findEscaped(members: Members, start: number, end: number): Member | null {
    if (end - start > this.unescaped.length) this.unescaped = new Uint8Array((end - start) * 2)
    const length = unescapeInto(this.u8, start, end, this.unescaped, 0)
    return length < 0 ? null : findMember(members, this.unescaped, 0, length)
  }

  private clearInside(node: PlanNode): void {
    const { inside } = node
    for (let k = 0; k < inside.length; k++) this.u8[this.kindsAt[inside[k]] + this.row] = SliceKind.Missing
  }

  /** The element at `[last]` is read again once it is known to be the last. */
  private array(elements: Elements, at: number, depth: number): number {
    const { u8, view } = this
    if (depth === maxNesting) return ~at
    const { indexes, nodes, last } = elements
    at = skipBlanks(u8, at + 1)
    if (u8[at] === 0x5d) return at + 1
    let wanted = 0
    for (let index = 0; ; index++) {
      const start = at
      if (wanted < indexes.length && indexes[wanted] === index) at = this.value(nodes[wanted++], at, depth + 1)
      else at = valueEnd(u8, view, at, depth + 1)
      if (at < 0) return at
      at = skipBlanks(u8, at)
      const next = u8[at]
      if (next === 0x5d) {
        if (last !== null) this.value(last, start, depth + 1)
        return at + 1
      }
      if (next !== 0x2c) return ~at
      at = skipBlanks(u8, at + 1)
    }
  }
}

/** The member whose key stands here, if it is the expected one or one of the next. */
function expectedAt(view: DataView, expected: Member | null, at: number): Member | null {
  for (let tries = 0; expected !== null && tries <= lookAheads; tries++) {
    if (literalAt(view, expected, at)) return expected
    expected = expected.next
  }
  return null
}

function literalAt(view: DataView, member: Member, at: number): boolean {
  const { literal } = member
  const last = literal.length - 1
  if (last < 0) return false
  for (let k = 0; k < last; k++) {
    if (view.getInt32(at, true) !== literal[k]) return false
    at += 4
  }
  return ((view.getInt32(at, true) ^ literal[last]) & member.literalMask) === 0
}

/** Paths to one place share a slot, which was written into the first one's slices. */
function copyShared(plan: DocumentPlan, out: readonly Slices[], { rows, count }: Selection): void {
  for (let path = 0; path < out.length; path++) {
    const original = plan.slotOfPath.indexOf(plan.slotOfPath[path])
    if (original === path) continue
    const from = out[original]
    const to = out[path]
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      to.starts[row] = from.starts[row]
      to.lengths[row] = from.lengths[row]
      to.kinds[row] = from.kinds[row]
    }
  }
}
