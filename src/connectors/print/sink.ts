/** The sink connector that shows rows: one JSON object a line on standard output. For people who try things out. */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import { GrowingBytes } from '../../formats/byte-buffer.ts'
import { createRowEncoder } from '../../formats/index.ts'
import type { ReportRow, RowEncoder, RowEnds } from '../../formats/ports.ts'
import { ConnectorError } from '../ports.ts'
import type { SinkConnector, SinkTotals, StagedFile } from '../ports.ts'
import { causeOf, codeOf } from '../system-error.ts'
import { placesOf } from '../row-places.ts'

export interface PrintSinkOptions {
  readonly columns: readonly OutputColumn[]
  /** `print-identifier`: stands before each row, as in Flink, with `> ` behind it; null: nothing does. */
  readonly identifier: string | null
}

/** A sink for `'connector' = 'print'`. */
export function createPrintSink(options: PrintSinkOptions, stream: Writable = process.stdout): SinkConnector {
  return new PrintSink(options, stream)
}

/** More is written in the middle of a batch. */
const pendingBytesMax = 4 << 20

class PrintSink implements SinkConnector {
  private readonly stream: Writable
  private readonly encoder: RowEncoder
  private readonly prefix: Buffer
  private readonly encoded = new GrowingBytes()
  private readonly ends: RowEnds = { of: new Uint32Array(0) }
  private places = new Int32Array(0)
  private pending = new GrowingBytes()
  private failure: unknown = null
  private rows = 0
  private bytes = 0

  constructor({ columns, identifier }: PrintSinkOptions, stream: Writable) {
    this.stream = stream
    this.encoder = createRowEncoder('json', columns, {})
    this.prefix = Buffer.from(identifier === null ? '' : `${identifier}> `)
  }

  get totals(): SinkTotals {
    return { rows: this.rows, files: 0, bytes: this.bytes }
  }

  async open(): Promise<void> {
    this.stream.on('error', this.onError)
  }

  beginEpoch(): void {}

  prepare(view: RowView, selection: Selection, report: ReportRow): void {
    this.encoded.clear()
    this.encoder.encode(view, selection, this.encoded, this.ends, report)
    this.places = placesOf(selection, view.rowCount, this.places)
  }

  accept(_view: RowView, selection: Selection): void {
    for (let k = 0; k < selection.count; k++) {
      const place = this.places[selection.rows[k]]
      this.append(this.prefix, 0, this.prefix.length)
      this.append(this.encoded.bytes, place === 0 ? 0 : this.ends.of[place - 1], this.ends.of[place])
    }
    this.rows += selection.count
  }

  get isFull(): boolean {
    return this.pending.length > pendingBytesMax
  }

  /** Writes what was accepted, as fast as it is read. Raises ConnectorError. */
  async drain(): Promise<void> {
    if (this.failure !== null) throw writeFailure(this.failure)
    if (this.pending.length === 0) return
    const { bytes, length } = this.pending
    // The stream may keep the bytes: they are not used again.
    this.pending = new GrowingBytes()
    this.bytes += length
    const flows = this.stream.write(bytes.subarray(0, length))
    if (!flows) await once(this.stream, 'drain').catch(() => {})
    if (this.failure !== null) throw writeFailure(this.failure)
  }

  async endEpoch(): Promise<readonly StagedFile[]> {
    await this.drain()
    return []
  }

  async abort(): Promise<void> {
    this.pending.clear()
  }

  async close(): Promise<void> {
    // The listener stays where it failed: an error that comes late must not end the process.
    if (this.failure === null) this.stream.off('error', this.onError)
  }

  private append(bytes: Buffer, start: number, end: number): void {
    this.pending.ensure(end - start)
    this.pending.length += bytes.copy(this.pending.bytes, this.pending.length, start, end)
  }

  private readonly onError = (error: unknown): void => {
    this.failure = error
  }
}

function writeFailure(error: unknown): ConnectorError {
  const help = codeOf(error) === 'EPIPE' ? 'the program that read the rows has ended' : null
  return new ConnectorError(`cannot write to standard output: ${causeOf(error)}`, help, { cause: error })
}
