/** How a source's texts are cut into records and read: what its options say, as one value. */
import type { CompiledRegex } from '../../engine/kernels/regex-compile.ts'
import { Decoder } from '../text/decoder.ts'
import type { TextEncoding } from '../text/encoding.ts'
import { utf8 } from '../text/encoding.ts'
import { Newlines } from '../text/newlines.ts'
import { CsvEnds } from './csv-ends.ts'
import type { CsvDialect } from './csv-ends.ts'
import { MultilineEnds } from './multiline-ends.ts'
import { LineEnds, WholeEnds } from './record-ends.ts'
import type { RecordEnds } from './record-ends.ts'

export type Framing =
  | { readonly kind: 'line' }
  | { readonly kind: 'csv' }
  | { readonly kind: 'whole' }
  | { readonly kind: 'multiline'; readonly start: CompiledRegex }

export interface TextFormat {
  readonly framing: Framing
  readonly encoding: TextEncoding
  readonly csv: CsvDialect
  /** Each text's first record names the fields of the others. It is not one of the source's records. */
  readonly csvHeader: boolean
  /** In a file that is followed, a record whose end is not certain ends when nothing came for so long. */
  readonly quietMs: number
}

export const plainLines: TextFormat = {
  framing: { kind: 'line' },
  encoding: utf8,
  csv: { delimiter: ',', quote: '"', escape: null, allowComments: false },
  csvHeader: false,
  quietMs: 5_000,
}

/** For one text. */
export function recordEndsOf({ framing, encoding, csv }: TextFormat, recordBytesMax: number): RecordEnds {
  const newlines = new Newlines(encoding)
  switch (framing.kind) {
    case 'line':
      return new LineEnds(newlines)
    case 'csv':
      return new CsvEnds(csv, encoding)
    case 'whole':
      return new WholeEnds(newlines)
    case 'multiline': {
      const decoder = new Decoder(encoding)
      const matches = (line: Uint8Array): boolean => framing.start.test(decoder.text(line))
      return new MultilineEnds(matches, newlines, recordBytesMax)
    }
  }
}

/** Only the end of the text, or a pause, ends such a text's last record. */
export function endsByQuiet({ framing }: TextFormat): boolean {
  return framing.kind === 'whole' || framing.kind === 'multiline'
}

/** Whether a newline anywhere in such a text says that a record begins behind it, and nothing before is needed to read it. */
export function canBeCut({ framing, encoding, csvHeader }: TextFormat): boolean {
  return framing.kind === 'line' && encoding.unitBytes === 1 && !csvHeader
}
