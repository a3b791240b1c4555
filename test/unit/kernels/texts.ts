/** What tests of kernels share: texts into an engine's memory, slices and columns back out as JavaScript values. */
import type { BytesColumn } from '../../../src/engine/column.ts'
import { Memory } from '../../../src/engine/memory.ts'
import { SliceKind, takeSlices } from '../../../src/engine/slices.ts'
import type { Slices } from '../../../src/engine/slices.ts'
import type { Texts } from '../../../src/engine/kernels/texts.ts'

export function newMemory(): Memory {
  return new Memory(16 * 1024 * 1024)
}

/** Each text followed by a byte that is not 0, so that a kernel that reads on is found out. */
export function putTexts(memory: Memory, texts: readonly (string | Uint8Array)[]): Texts {
  const starts = new Uint32Array(texts.length)
  const lengths = new Uint32Array(texts.length)
  texts.forEach((text, row) => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text
    const start = memory.take(bytes.length + 1)
    memory.u8.set(bytes, start)
    memory.u8[start + bytes.length] = 0x31
    starts[row] = start
    lengths[row] = bytes.length
  })
  return { starts, lengths }
}

/** Texts as slices of one kind; null is Missing. */
export function putSlices(
  memory: Memory,
  texts: readonly (string | Uint8Array | null)[],
  kind: SliceKind = SliceKind.Text,
): Slices {
  const slices = takeSlices(memory, texts.length)
  const { starts, lengths } = putTexts(
    memory,
    texts.map((text) => text ?? ''),
  )
  slices.starts.set(starts)
  slices.lengths.set(lengths)
  texts.forEach((text, row) => (slices.kinds[row] = text === null ? SliceKind.Missing : kind))
  return slices
}

export function textAt(memory: Memory, texts: Texts, row: number): string {
  return memory.bytes.toString('utf8', texts.starts[row], texts.starts[row] + texts.lengths[row])
}

export function bytesColumnText(memory: Memory, column: BytesColumn, row: number): string | null {
  return column.valid[row] === 0 ? null : textAt(memory, column, row)
}

/** A JSON slice as the JSON text it stands for; undefined where it is missing. */
export function sliceJson(memory: Memory, slices: Slices, row: number): string | undefined {
  const text = textAt(memory, slices, row)
  switch (slices.kinds[row]) {
    case SliceKind.Missing:
      return undefined
    case SliceKind.Null:
      return 'null'
    case SliceKind.String:
    case SliceKind.EscapedString:
      return `"${text}"`
    default:
      return text
  }
}
