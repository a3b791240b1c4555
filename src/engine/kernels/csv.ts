/** CSV records to fields, as Text slices; what does the work is `wasm/csv.ts`. Doubled quotes and escapes are undone in the arena. */
import type { CsvStep } from '../../model/model.ts'
import { ArenaFull } from '../memory.ts'
import type { Memory } from '../memory.ts'
import { addressOfRows } from '../selection.ts'
import type { Selection } from '../selection.ts'
import type { Slices } from '../slices.ts'
import type { ReportRow, Texts } from './texts.ts'

/** How records are written. */
export interface CsvFormat {
  /** Delimiter, quote and escape for the kernel. */
  readonly words: Int32Array
  readonly allowComments: boolean
  readonly ignoreExtraFields: boolean
}

export type CsvOptions = Pick<CsvStep, 'delimiter' | 'quote' | 'escape' | 'allowComments' | 'ignoreExtraFields'>

export function bindCsv({ delimiter, quote, escape, allowComments, ignoreExtraFields }: CsvOptions): CsvFormat {
  // Doubling is what a quote as its own escape means.
  const characters = [delimiter, quote ?? '', escape === quote ? '' : (escape ?? '')].map((text) => Buffer.from(text))
  const words = new Int32Array(9)
  const bytes = new Uint8Array(words.buffer)
  characters.forEach((character, index) => {
    words[index] = character.length
    bytes.set(character, 12 + index * 8)
  })
  return { words, allowComments, ignoreExtraFields }
}

/** Of the kernel. */
const Outcome = { Split: 0, Comment: 1, TooManyFields: 2, OpenQuote: 3, BehindQuote: 4 } as const

/**
 * `out[i]` gets the i-th field (null: it is not read): Missing where the record has fewer, and in all of them where it is
 * reported: a quote without end, text behind a closing quote, more fields than `out` has. With comments allowed a record that
 * begins with `#` has no fields and `comments[row]` becomes 1.
 */
export function splitCsv(
  format: CsvFormat,
  memory: Memory,
  texts: Texts,
  selection: Selection,
  out: readonly (Slices | null)[],
  comments: Uint8Array,
  report: ReportRow,
): void {
  const { rows, count } = selection
  const { u8 } = memory
  const outcomes = memory.take(count)
  const undone = runKernel(format, memory, texts, selection, out, outcomes)
  comments.fill(0)
  for (let k = 0; k < count; k++) {
    const outcome = u8[outcomes + k]
    if (outcome === Outcome.Split) continue
    if (outcome === Outcome.Comment) comments[rows[k]] = 1
    else report(rows[k], mistakeOf(outcome, out.length))
  }
  memory.release(undone + 16)
}

/** Returns where what was undone ends in the arena. */
function runKernel(
  { words, ignoreExtraFields, allowComments }: CsvFormat,
  memory: Memory,
  texts: Texts,
  selection: Selection,
  out: readonly (Slices | null)[],
  outcomes: number,
): number {
  const fields = memory.take(out.length * 12)
  out.forEach((slices, field) => {
    const word = (fields >>> 2) + field * 3
    memory.i32[word] = slices === null ? 0 : memory.addressOf(slices.kinds)
    memory.i32[word + 1] = slices === null ? 0 : memory.addressOf(slices.starts)
    memory.i32[word + 2] = slices === null ? 0 : memory.addressOf(slices.lengths)
  })
  const starts = memory.placeFor(texts.starts)
  const lengths = memory.placeFor(texts.lengths)
  const format = memory.placeFor(words)
  const places = addressOfRows(memory, selection)
  const room = memory.take(0)
  const end = memory.kernels.splitCsv(
    format,
    ignoreExtraFields ? 1 : 0,
    allowComments ? 1 : 0,
    starts,
    lengths,
    places,
    selection.count,
    fields,
    out.length,
    outcomes,
    room,
    room + memory.room,
  )
  if (end < 0) throw new ArenaFull(memory.room)
  return end
}

function mistakeOf(outcome: number, fields: number): string {
  switch (outcome) {
    case Outcome.TooManyFields:
      return `more than ${fields} fields`
    case Outcome.OpenQuote:
      return 'a quote is not closed'
    default:
      return 'text behind a closing quote'
  }
}
