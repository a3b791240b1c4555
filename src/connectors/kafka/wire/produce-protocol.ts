/** Kafka's Produce request, versions 7 and 8 (the documentation's "Produce API"): batches go out as they are. */

export const produceApiKey = 0
/** 7 is the first with zstd; 8 says why a batch was refused. */
export const produceVersionMax = 8

export interface ProduceEntry {
  readonly topic: string
  readonly partition: number
  readonly batch: Buffer
}

export interface ProduceAnswer {
  readonly topic: string
  readonly partition: number
  readonly code: number
  readonly baseOffset: number
  readonly message: string | null
}

const allReplicas = -1

/** In pieces, the batches among them uncopied. */
export function produceBody(
  transactionalId: string | null,
  timeoutMs: number,
  entries: readonly ProduceEntry[],
): readonly Buffer[] {
  const byTopic = Map.groupBy(entries, ({ topic }) => topic)
  const head = Buffer.allocUnsafe(stringBytes(transactionalId) + 10)
  let at = writeString(head, 0, transactionalId)
  at = head.writeInt16BE(allReplicas, at)
  at = head.writeInt32BE(timeoutMs, at)
  head.writeInt32BE(byTopic.size, at)
  const pieces: Buffer[] = [head]
  for (const [topic, ofTopic] of byTopic) {
    const name = Buffer.allocUnsafe(stringBytes(topic) + 4)
    name.writeInt32BE(ofTopic.length, writeString(name, 0, topic))
    pieces.push(name)
    for (const { partition, batch } of ofTopic) {
      const place = Buffer.allocUnsafe(8)
      place.writeInt32BE(batch.length, place.writeInt32BE(partition, 0))
      pieces.push(place, batch)
    }
  }
  return pieces
}

function stringBytes(text: string | null): number {
  return 2 + (text === null ? 0 : Buffer.byteLength(text))
}

function writeString(out: Buffer, start: number, text: string | null): number {
  const at = out.writeInt16BE(text === null ? -1 : Buffer.byteLength(text), start)
  return text === null ? at : at + out.write(text, at)
}

/** Raises RangeError where the answer is not whole. */
export function readProduceAnswer(
  payload: Buffer,
  apiVersion: number,
): { readonly answers: readonly ProduceAnswer[]; readonly throttleMs: number } {
  const answers: ProduceAnswer[] = []
  let at = 4
  const readString = (): string | null => {
    const length = payload.readInt16BE(at)
    const start = at + 2
    at = start + Math.max(length, 0)
    return length < 0 ? null : payload.toString('utf8', start, at)
  }
  for (let topics = payload.readInt32BE(0); topics > 0; topics--) {
    const topic = readString() ?? ''
    let partitions = payload.readInt32BE(at)
    for (at += 4; partitions > 0; partitions--) {
      const partition = payload.readInt32BE(at)
      const code = payload.readInt16BE(at + 4)
      const baseOffset = Number(payload.readBigInt64BE(at + 6))
      at += 30
      let message: string | null = null
      if (apiVersion >= 8) {
        let recordErrors = payload.readInt32BE(at)
        for (at += 4; recordErrors > 0; recordErrors--) {
          at += 4
          const text = readString()
          message ??= text
        }
        message = readString() ?? message
      }
      answers.push({ topic, partition, code, baseOffset, message })
    }
  }
  return { answers, throttleMs: payload.readInt32BE(at) }
}
