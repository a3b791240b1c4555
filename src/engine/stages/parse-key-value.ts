/** KEY_VALUE: pairs as a flat document of texts. */
import type { KeyValueStep } from '../../model/model.ts'
import type { ParserNode } from '../../plan/plan.ts'
import { planDocument } from '../kernels/json-plan.ts'
import { quoteText } from '../kernels/json-strings.ts'
import type { Kernels } from '../kernels/wasm.ts'
import { bindKeyValue, splitPairs } from '../kernels/key-value.ts'
import type { PairSink } from '../kernels/key-value.ts'
import { applyNullLiterals } from '../kernels/null-literals.ts'
import type { Memory } from '../memory.ts'
import { SliceKind, takeSlices } from '../slices.ts'
import type { Slices } from '../slices.ts'
import { bindWrittenDocuments, memberNames } from './flat-document.ts'
import { bytesOf } from './parse-step.ts'
import type { ParseTexts } from './parse-step.ts'

/** `asJson`: whether something reads the document's values as JSON. */
export function bindKeyValueStep(step: KeyValueStep, node: ParserNode, asJson: boolean, memory: Memory): ParseTexts {
  const { paths, rest } = node.documents[step.document]
  const names = paths.map((path) => memberNames(path))
  if (rest || asJson || names.some((name) => name?.length !== 1)) return bindWritten(step, node, memory)

  const format = bindKeyValue(step)
  const { root, slotCount, slotOfPath } = planDocument(memory, paths)
  const literals = bytesOf(step.nullLiterals)
  return (chunk, texts, selection, report) => {
    const slots = Array.from({ length: slotCount }, () => takeSlices(memory, chunk.rowCount))
    const finder = new PairFinder(memory, root, slots)
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      finder.row = row
      const mistake = splitPairs(format, memory, texts.starts[row], texts.starts[row] + texts.lengths[row], finder)
      if (mistake === null) continue
      for (const slices of slots) slices.kinds[row] = SliceKind.Missing
      report(row, mistake)
    }
    for (const slices of slots) applyNullLiterals(literals, memory, slices, selection)
    chunk.documents[step.document] = Array.from(slotOfPath, (slot) => slots[slot])
  }
}

/** Keeps the values of wanted keys; the last of repeated ones counts. */
class PairFinder implements PairSink {
  row = 0
  private readonly kernels: Kernels
  /** Address of the plan. */
  private readonly root: number
  private readonly slots: readonly Slices[]

  constructor({ kernels }: Memory, root: number, slots: readonly Slices[]) {
    this.kernels = kernels
    this.root = root
    this.slots = slots
  }

  put(keyStart: number, keyLength: number, valueStart: number, valueLength: number): void {
    const slot = this.kernels.slotOfMember(this.root, keyStart, keyLength)
    if (slot < 0) return
    const slices = this.slots[slot]
    slices.starts[this.row] = valueStart
    slices.lengths[this.row] = valueLength
    slices.kinds[this.row] = SliceKind.Text
  }
}

function bindWritten(step: KeyValueStep, node: ParserNode, memory: Memory): ParseTexts {
  const format = bindKeyValue(step)
  const writeDocuments = bindWrittenDocuments(step, node, memory)
  return (chunk, texts, selection, report) => {
    const pairs = new PairList()
    const firstPair = new Int32Array(chunk.rowCount + 1)
    const parsed = new Int32Array(selection.count)
    let count = 0
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      firstPair[count] = pairs.count
      const mistake = splitPairs(format, memory, texts.starts[row], texts.starts[row] + texts.lengths[row], pairs)
      if (mistake === null) parsed[count++] = row
      else {
        pairs.count = firstPair[count]
        report(row, mistake)
      }
    }
    firstPair[count] = pairs.count
    let next = 0
    writeDocuments(
      chunk,
      { rows: parsed, count },
      () => pairs.bytesMax(firstPair[next], firstPair[next + 1]),
      (_, target) => pairs.write(memory.u8, firstPair[next], firstPair[++next], target),
    )
  }
}

/** Pairs of many texts, one after the other. */
class PairList implements PairSink {
  count = 0
  /** Four numbers a pair: start and length of key and value. */
  private places = new Uint32Array(1_024)

  put(keyStart: number, keyLength: number, valueStart: number, valueLength: number): void {
    const at = this.count++ * 4
    if (at === this.places.length) {
      const grown = new Uint32Array(this.places.length * 2)
      grown.set(this.places)
      this.places = grown
    }
    this.places[at] = keyStart
    this.places[at + 1] = keyLength
    this.places[at + 2] = valueStart
    this.places[at + 3] = valueLength
  }

  bytesMax(from: number, to: number): number {
    let bytes = 2
    for (let pair = from; pair < to; pair++) bytes += (this.places[pair * 4 + 1] + this.places[pair * 4 + 3]) * 6 + 6
    return bytes
  }

  /** Pairs [from, to) as a JSON object. Returns its end. */
  write(u8: Uint8Array, from: number, to: number, target: number): number {
    const { places } = this
    let at = target
    u8[at++] = 0x7b /* { */
    for (let pair = from; pair < to; pair++) {
      if (pair > from) u8[at++] = 0x2c /* , */
      at = quoteText(u8, places[pair * 4], places[pair * 4 + 1], u8, at)
      u8[at++] = 0x3a /* : */
      at = quoteText(u8, places[pair * 4 + 2], places[pair * 4 + 3], u8, at)
    }
    u8[at++] = 0x7d /* } */
    return at
  }
}
