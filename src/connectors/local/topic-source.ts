/**
 * Stands in for a Kafka source where there is no cluster: topic `t` is the file `t`, `t.log` or `t.gz` of a folder, a line is a
 * message, in partition 0, its offset the number of the lines before it. Ends where the files end.
 */
import { join } from 'node:path'
import { stat } from 'node:fs/promises'
import type { Position, RecordBatch } from '../../engine/batch.ts'
import { plainLines } from '../file/framing.ts'
import { createFileSource } from '../file/source.ts'
import { ConnectorError } from '../ports.ts'
import type { SourceConnector } from '../ports.ts'
import { utf8 } from '../text/encoding.ts'
import type { TextEncoding } from '../text/encoding.ts'

export interface LocalTopicOptions {
  readonly directory: string
  readonly topics: readonly string[]
  /** How the messages are encoded. */
  readonly encoding?: TextEncoding
  readonly recordBytesMax?: number
  readonly recordsPerSecondMax?: number | null
}

const endings = ['', '.log', '.gz', '.log.gz', '.zst', '.log.zst'] as const

/** A source for `'connector' = 'kafka'` under `run --local`. */
export function createLocalTopicSource(options: LocalTopicOptions): SourceConnector {
  return new LocalTopicSource(options)
}

class LocalTopicSource implements SourceConnector {
  readonly shardsMax = 1
  readonly isCuttable = false
  private readonly options: LocalTopicOptions
  private readonly files = new Map<string, SourceConnector>()

  constructor(options: LocalTopicOptions) {
    this.options = options
  }

  async open(): Promise<void> {
    const { directory, topics, encoding = utf8, ...limits } = this.options
    const format = { ...plainLines, encoding }
    for (const topic of topics) {
      const path = await fileOfTopic(directory, topic)
      const file = createFileSource({ ...limits, path, format }, { untilEnd: true })
      await file.open()
      this.files.set(topic, file)
    }
  }

  async *batches(positions: readonly Position[], signal: AbortSignal): AsyncGenerator<RecordBatch> {
    for (const [topic, file] of this.files) {
      const begin = positions.find((position) => position.topic === topic)?.offset ?? 0
      let offset = 0
      for await (const batch of file.batches([], signal)) {
        const skipped = Math.min(batch.count, Math.max(0, begin - offset))
        offset += batch.count
        if (skipped < batch.count) yield asMessages(batch, topic, offset, skipped)
      }
    }
  }

  async committed(): Promise<null> {
    return null
  }

  async commit(): Promise<void> {}

  remaining(): { readonly bytes: number } {
    let bytes = 0
    for (const file of this.files.values()) bytes += file.remaining()?.bytes ?? 0
    return { bytes }
  }

  async close(): Promise<void> {
    for (const file of this.files.values()) await file.close()
  }
}

async function fileOfTopic(directory: string, topic: string): Promise<string> {
  const found: string[] = []
  for (const ending of endings) {
    const path = join(directory, topic + ending)
    if (await isThere(path)) found.push(path)
  }
  if (found.length === 1) return found[0]
  if (found.length === 0) {
    throw new ConnectorError(
      `no file stands for the topic \`${topic}\` in \`${directory}\``,
      `put its messages, one a line, into \`${join(directory, `${topic}.log`)}\``,
    )
  }
  throw new ConnectorError(
    `several files stand for the topic \`${topic}\`: ${found.map((path) => `\`${path}\``).join(', ')}`,
    'leave one of them there',
  )
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** Lines as messages, without the first `skipped`; `next` is the number of lines up to the batch's end. */
function asMessages(batch: RecordBatch, topic: string, next: number, skipped: number): RecordBatch {
  const count = batch.count - skipped
  const oversized = new Map<number, number>()
  for (const [index, bytes] of batch.oversized) if (index >= skipped) oversized.set(index - skipped, bytes)
  return {
    ...batch,
    topic,
    file: null,
    count,
    starts: batch.starts.subarray(skipped),
    ends: batch.ends.subarray(skipped),
    offsets: Float64Array.from({ length: count }, (_, index) => next - count + index),
    timestamps: batch.timestamps.subarray(skipped),
    lines: null,
    oversized,
    undecodable: undecodable(batch, skipped),
    next: { topic, partition: 0, offset: next },
  }
}

function undecodable(
  { undecodable: all }: RecordBatch,
  skipped: number,
): NonNullable<RecordBatch['undecodable']> | null {
  if (all === undefined || all === null) return null
  const left = [...all.originals].filter(([index]) => index >= skipped)
  return { encoding: all.encoding, originals: new Map(left.map(([index, bytes]) => [index - skipped, bytes])) }
}
