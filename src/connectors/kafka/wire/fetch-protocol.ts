/**
 * Kafka's Fetch request, version 11 (the documentation's "Fetch API"): the last that names topics in the way that kafkajs's
 * metadata does, and whose header it writes. Record batches are left as they came.
 */
import type { FetchRequest } from './internals.ts'
import type { AbortedTransaction } from './ports.ts'

export const fetchApiKey = 1
export const fetchVersion = 11

export interface FetchAnswer {
  readonly throttleMs: number
  readonly code: number
  readonly partitions: readonly FetchAnswerPartition[]
  /** What the partitions' bytes are parts of. */
  readonly payload: Buffer
}

export interface FetchAnswerPartition {
  readonly topic: string
  readonly partition: number
  readonly code: number
  readonly highWatermark: number
  readonly preferredReadReplica: number
  readonly aborted: readonly AbortedTransaction[]
  readonly bytes: Buffer
}

const committedOnly = 1
const noSession = { id: 0, epoch: -1 }
const unknownLeaderEpoch = -1
const notAFollower = -1n

export function fetchBody(request: FetchRequest): Buffer {
  const rack = request.rackId ?? ''
  const topicBytes = request.topics.map(
    ({ topic, partitions }) => Buffer.byteLength(topic) + 6 + partitions.length * 28,
  )
  const bytes = topicBytes.reduce((sum, each) => sum + each, 35 + Buffer.byteLength(rack))
  const body = Buffer.allocUnsafe(bytes)
  let at = body.writeInt32BE(-1, 0)
  at = body.writeInt32BE(request.maxWaitTime, at)
  at = body.writeInt32BE(request.minBytes, at)
  at = body.writeInt32BE(request.maxBytes, at)
  at = body.writeInt8(request.isolationLevel ?? committedOnly, at)
  at = body.writeInt32BE(noSession.id, at)
  at = body.writeInt32BE(noSession.epoch, at)
  at = body.writeInt32BE(request.topics.length, at)
  for (const { topic, partitions } of request.topics) {
    at = writeString(body, at, topic)
    at = body.writeInt32BE(partitions.length, at)
    for (const { partition, fetchOffset, maxBytes } of partitions) {
      at = body.writeInt32BE(partition, at)
      at = body.writeInt32BE(unknownLeaderEpoch, at)
      at = body.writeBigInt64BE(BigInt(fetchOffset), at)
      at = body.writeBigInt64BE(notAFollower, at)
      at = body.writeInt32BE(maxBytes, at)
    }
  }
  at = body.writeInt32BE(0, at)
  return body.subarray(0, writeString(body, at, rack))
}

function writeString(out: Buffer, at: number, text: string): number {
  const start = out.writeInt16BE(Buffer.byteLength(text), at)
  return start + out.write(text, start)
}

/** Raises RangeError where the answer is not whole. The partitions' bytes are parts of the answer. */
export function readFetchAnswer(payload: Buffer): FetchAnswer {
  const partitions: FetchAnswerPartition[] = []
  let at = 14
  for (let topics = payload.readInt32BE(10); topics > 0; topics--) {
    const nameEnd = at + 2 + payload.readInt16BE(at)
    const topic = payload.toString('utf8', at + 2, nameEnd)
    at = nameEnd + 4
    for (let left = payload.readInt32BE(nameEnd); left > 0; left--) {
      const read = readPartition(payload, at, topic)
      partitions.push(read.partition)
      at = read.end
    }
  }
  return { throttleMs: payload.readInt32BE(0), code: payload.readInt16BE(4), partitions, payload }
}

function readPartition(
  payload: Buffer,
  start: number,
  topic: string,
): { partition: FetchAnswerPartition; end: number } {
  const aborted: AbortedTransaction[] = []
  let at = start + 34
  for (let left = payload.readInt32BE(start + 30); left > 0; left--) {
    aborted.push({ producerId: payload.readBigInt64BE(at), firstOffset: Number(payload.readBigInt64BE(at + 8)) })
    at += 16
  }
  const bytesStart = at + 8
  const end = bytesStart + Math.max(payload.readInt32BE(at + 4), 0)
  if (end > payload.length) throw new RangeError('a Fetch answer that is cut off')
  const partition = {
    topic,
    partition: payload.readInt32BE(start),
    code: payload.readInt16BE(start + 4),
    highWatermark: Number(payload.readBigInt64BE(start + 6)),
    preferredReadReplica: payload.readInt32BE(at),
    aborted,
    bytes: payload.subarray(bytesStart, end),
  }
  return { partition, end }
}
