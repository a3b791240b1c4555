/** From the bytes of one text to records as the engine takes them: framed, decoded, without the header that names the fields. */
import { headerNames } from './csv-header.ts'
import { recordEndsOf } from './framing.ts'
import type { TextFormat } from './framing.ts'
import { RecordDecoder } from './record-decoder.ts'
import type { DecodedRecords } from './record-decoder.ts'
import { RecordFramer } from './record-framer.ts'
import type { FramedRecords, FramerLimits } from './record-framer.ts'

/** What the end of what is read means: more may follow at once; nothing came for a while; that was all. */
export type Ending = 'open' | 'quiet' | 'last'

export interface TextRecords extends DecodedRecords {
  readonly csvHeader: readonly string[] | null
}

export class TextReader {
  private readonly format: TextFormat
  private readonly decoder: RecordDecoder
  private csvHeader: readonly string[] | null = null

  constructor(format: TextFormat) {
    this.format = format
    this.decoder = new RecordDecoder(format.encoding)
  }

  /** Whether the header has still to be read: it stands at the text's beginning. */
  get needsHeader(): boolean {
    return this.format.csvHeader && this.csvHeader === null
  }

  /** Records of the text from `offset` on, which `fill` gives piece by piece, with the framer behind each batch. */
  async *read(
    fill: (target: Buffer) => Promise<number>,
    limits: FramerLimits,
    offset: number,
    line: number,
    ending: Ending,
    signal: AbortSignal,
  ): AsyncGenerator<{ readonly records: TextRecords; readonly framer: RecordFramer }> {
    const { encoding } = this.format
    const framer = new RecordFramer(limits, offset, line, encoding, recordEndsOf(this.format, limits.recordBytesMax))
    for await (const framed of framedRecords(framer, fill, ending, signal)) {
      yield { records: this.form(framed), framer }
    }
  }

  private form(framed: FramedRecords): TextRecords {
    const decoded = this.decoder.decode(framed)
    const joined = this.format.framing.kind === 'multiline' ? withoutInnerReturns(decoded) : decoded
    if (!this.needsHeader) return { ...joined, csvHeader: this.csvHeader }
    const first = this.indexOfHeader(joined)
    if (first < joined.count) this.csvHeader = headerNames(textOf(joined, first), this.format.csv)
    return { ...from(joined, first + 1), csvHeader: this.csvHeader }
  }

  /** The first record that is neither empty nor a comment. */
  private indexOfHeader(records: DecodedRecords): number {
    const { allowComments } = this.format.csv
    let index = 0
    while (index < records.count) {
      const text = textOf(records, index)
      if (text !== '' && !(allowComments && text.startsWith('#'))) break
      index++
    }
    return index
  }
}

async function* framedRecords(
  framer: RecordFramer,
  fill: (target: Buffer) => Promise<number>,
  ending: Ending,
  signal: AbortSignal,
): AsyncGenerator<FramedRecords> {
  while (!signal.aborted) {
    const records = framer.next()
    if (records !== null) {
      yield records
      continue
    }
    const bytes = await fill(framer.room())
    if (bytes === 0) break
    framer.fill(bytes)
  }
  if (ending === 'open') return
  while (!signal.aborted) {
    const rest = framer.finish(ending === 'last')
    if (rest === null) return
    yield rest
  }
}

function textOf({ bytes, starts, ends }: DecodedRecords, index: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8', starts[index], ends[index])
}

/** Those that begin before `offset` in the text. */
export function upTo(records: TextRecords, offset: number): TextRecords {
  const found = records.offsets.findIndex((begin) => begin >= offset)
  if (found < 0) return records
  return {
    ...records,
    count: found,
    bytes: records.bytes.subarray(0, found === 0 ? 0 : records.ends[found - 1]),
    starts: records.starts.subarray(0, found),
    ends: records.ends.subarray(0, found),
    offsets: records.offsets.subarray(0, found),
    lines: records.lines.subarray(0, found),
    oversized: below(records.oversized, found),
    originals: below(records.originals, found),
  }
}

function below<T>(byIndex: ReadonlyMap<number, T>, end: number): ReadonlyMap<number, T> {
  return new Map([...byIndex].filter(([index]) => index < end))
}

/** Without the first `skipped` records. */
function from(records: DecodedRecords, skipped: number): DecodedRecords {
  const kept = Math.min(skipped, records.count)
  return {
    count: records.count - kept,
    bytes: records.bytes,
    starts: records.starts.subarray(kept),
    ends: records.ends.subarray(kept),
    offsets: records.offsets.subarray(kept),
    lines: records.lines.subarray(kept),
    oversized: shifted(records.oversized, kept),
    originals: shifted(records.originals, kept),
  }
}

function shifted<T>(byIndex: ReadonlyMap<number, T>, by: number): ReadonlyMap<number, T> {
  return new Map([...byIndex].filter(([index]) => index >= by).map(([index, item]) => [index - by, item]))
}

/** The lines of a record are joined by LF, whatever stood between them. */
function withoutInnerReturns(records: DecodedRecords): DecodedRecords {
  const source = Buffer.from(records.bytes.buffer, records.bytes.byteOffset, records.bytes.length)
  if (!source.includes('\r\n')) return records
  const bytes = Buffer.allocUnsafe(source.length + records.count)
  const starts = new Uint32Array(records.count)
  const ends = new Uint32Array(records.count)
  let to = 0
  for (let index = 0; index < records.count; index++) {
    const record = source.subarray(records.starts[index], records.ends[index])
    starts[index] = to
    for (let at = 0; at < record.length;) {
      const found = record.indexOf('\r\n', at)
      to += record.copy(bytes, to, at, found < 0 ? record.length : found)
      at = found < 0 ? record.length : found + 1
    }
    ends[index] = to
    // Records that stand apart by a byte are loaded at once.
    bytes[to++] = 0
  }
  return { ...records, bytes: bytes.subarray(0, to), starts, ends }
}
