/**
 * Stands in for Kafka sinks where there is no cluster: topic `t` is `t.avro` (an Avro object container file) or `t.jsonl` in a
 * folder. Each sink writes a part under a hidden name; when the last sink of a topic is closed, the parts become the file.
 */
import { createHash } from 'node:crypto'
import { mkdir, open, rename, unlink } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { FileHandle } from 'node:fs/promises'
import type { RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import { AvroContainerFile } from '../../formats/avro/container-file.ts'
import type { AvroRecord } from '../../formats/avro/schema.ts'
import { GrowingBytes } from '../../formats/byte-buffer.ts'
import type { ReportRow, RowEncoder, RowEnds } from '../../formats/ports.ts'
import { ConnectorError } from '../ports.ts'
import type { SinkConnector, SinkTotals, StagedFile } from '../ports.ts'
import { placesOf } from '../row-places.ts'
import { causeOf } from '../system-error.ts'

/** How rows are written: `json` gives lines (the encoder ends each), `avro` the plain bodies of this schema. */
export type LocalFormat =
  | { readonly kind: 'json'; readonly encoder: RowEncoder }
  | { readonly kind: 'avro'; readonly encoder: RowEncoder; readonly schema: AvroRecord }

const extensions = { json: 'jsonl', avro: 'avro' } as const
const blockBytes = 64 * 1024

/** The files of all sinks of one run. */
export class LocalTopics {
  private readonly folder: string
  /** By file name. */
  private readonly files = new Map<string, TopicFile>()

  /** The files are made in this folder. */
  constructor(folder: string) {
    this.folder = folder
  }

  /** A sink for `'connector' = 'kafka'` under `run --local`. Sinks of one topic and format share a file. */
  createSink(topic: string, format: LocalFormat): SinkConnector {
    const name = `${topic}.${extensions[format.kind]}`
    const file = this.files.get(name) ?? new TopicFile(this.folder, name)
    this.files.set(name, file)
    return new LocalTopicSink(file, format)
  }
}

/** One file, whole only when all its sinks have been closed. */
class TopicFile {
  readonly path: string
  /** Between the blocks of all its sinks (whose schemas differ in name), the same in every run. */
  readonly sync: Buffer
  private readonly folder: string
  private readonly name: string
  private readonly parts: string[] = []
  private openParts = 0

  constructor(folder: string, name: string) {
    this.folder = folder
    this.name = name
    this.path = join(folder, name)
    this.sync = createHash('md5').update(name).digest()
  }

  async openPart(): Promise<FileHandle> {
    const part = join(this.folder, `.${this.name}.${this.parts.length}`)
    this.parts.push(part)
    this.openParts++
    return this.guard(async () => {
      await mkdir(this.folder, { recursive: true })
      return open(part, 'w')
    })
  }

  /** After the last part: puts them together, in the order in which they were opened. */
  async closePart(header: Buffer): Promise<void> {
    if (--this.openParts > 0) return
    await this.guard(async () => {
      const whole = join(this.folder, `.${this.name}.whole`)
      const handle = await open(whole, 'w')
      try {
        await handle.appendFile(header)
        for (const part of this.parts) for await (const bytes of createReadStream(part)) await handle.appendFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(whole, this.path)
      for (const part of this.parts) await unlink(part)
    })
  }

  async guard<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action()
    } catch (error) {
      throw new ConnectorError(`cannot write \`${this.path}\`: ${causeOf(error)}`, null, { cause: error })
    }
  }
}

/** More is written in the middle of a batch. */
const pendingBytesMax = 4 << 20

class LocalTopicSink implements SinkConnector {
  private readonly file: TopicFile
  private readonly encoder: RowEncoder
  /** Makes blocks of rows; null: rows stand as they are. */
  private readonly container: AvroContainerFile | null
  private readonly encoded = new GrowingBytes()
  private readonly ends: RowEnds = { of: new Uint32Array(0) }
  private places = new Int32Array(0)
  private readonly block = new GrowingBytes()
  private blockRows = 0
  private handle: FileHandle | null = null
  private writtenBytes = 0
  /** At the end of the last epoch: what goes into the file. */
  private ended = { rows: 0, bytes: 0, writtenBytes: 0 }
  private rows = 0
  private bytes = 0

  /** Blocks stay uncompressed: every reader takes them, and compression would cost as much as all the rest of a table's work. */
  constructor(file: TopicFile, format: LocalFormat) {
    this.file = file
    this.encoder = format.encoder
    this.container = format.kind === 'avro' ? new AvroContainerFile(format.schema, 'null', file.sync) : null
  }

  get totals(): SinkTotals {
    return { rows: this.rows, files: 0, bytes: this.bytes }
  }

  async open(): Promise<void> {
    this.handle = await this.file.openPart()
  }

  beginEpoch(): void {}

  prepare(view: RowView, selection: Selection, report: ReportRow): void {
    this.encoded.clear()
    this.encoder.encode(view, selection, this.encoded, this.ends, report)
    this.places = placesOf(selection, view.rowCount, this.places)
  }

  accept(_view: RowView, selection: Selection): void {
    const ends = this.ends.of
    for (let k = 0; k < selection.count; k++) {
      const place = this.places[selection.rows[k]]
      const start = place === 0 ? 0 : ends[place - 1]
      this.block.ensure(ends[place] - start)
      this.block.length += this.encoded.bytes.copy(this.block.bytes, this.block.length, start, ends[place])
      this.bytes += ends[place] - start
    }
    this.rows += selection.count
    this.blockRows += selection.count
  }

  get isFull(): boolean {
    return this.block.length > pendingBytesMax
  }

  async drain(): Promise<void> {
    if (this.block.length >= blockBytes) await this.writeBlock()
  }

  async endEpoch(): Promise<readonly StagedFile[]> {
    await this.writeBlock()
    this.ended = { rows: this.rows, bytes: this.bytes, writtenBytes: this.writtenBytes }
    return []
  }

  /** Back to the end of the last epoch. */
  async abort(): Promise<void> {
    this.block.clear()
    this.blockRows = 0
    this.rows = this.ended.rows
    this.bytes = this.ended.bytes
    this.writtenBytes = this.ended.writtenBytes
    await this.handle?.truncate(this.writtenBytes)
  }

  async close(): Promise<void> {
    const { handle, file, container } = this
    if (handle === null) return
    await this.abort()
    this.handle = null
    await handle.close()
    await file.closePart(container?.start() ?? Buffer.alloc(0))
  }

  private async writeBlock(): Promise<void> {
    if (this.blockRows === 0) return
    await this.file.guard(() => this.write(this.blockAtHand()))
    this.block.clear()
    this.blockRows = 0
  }

  private blockAtHand(): Buffer {
    const { container, block, blockRows } = this
    if (container === null) return block.bytes.subarray(0, block.length)
    const full = container.append(block.bytes, 0, block.length, blockRows)
    return full ?? container.finish() ?? Buffer.alloc(0)
  }

  private async write(piece: Buffer): Promise<void> {
    for (let at = 0; at < piece.length;) {
      const { bytesWritten } = await this.handle!.write(piece, at, piece.length - at, this.writtenBytes)
      at += bytesWritten
      this.writtenBytes += bytesWritten
    }
  }
}
