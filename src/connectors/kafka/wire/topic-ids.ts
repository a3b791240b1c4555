/**
 * Kafka's own ids of topics (KIP-516): a topic that is deleted and made again has another one. kafkajs's metadata request is too
 * old to tell them; this is version 10 of it, the first that does (the documentation's "Metadata API", brokers from 2.8 on).
 */
import { refusal } from './errors.ts'
import { sendRequest, type Broker, type Cluster } from './internals.ts'

const metadataApi = { apiKey: 3, apiName: 'Metadata', apiVersion: 10, connection: 0 } as const
const idBytes = 16
const noId = Buffer.alloc(idBytes)

/** In base64url, as Kafka's tools show them; null: these brokers have none. Raises WireError where a topic is not there. */
export async function fetchTopicIds(
  cluster: Cluster,
  topics: readonly string[],
  timeoutMs: number,
): Promise<ReadonlyMap<string, string | null>> {
  await cluster.refreshMetadataIfNecessary()
  const broker = await cluster.findControllerBroker()
  if (!hasIds(broker)) return new Map(topics.map((topic) => [topic, null]))
  const { payload } = await sendRequest(broker, { ...metadataApi, body: [metadataBody(topics)], timeoutMs })
  return new Map(readMetadataAnswer(payload).map((found) => [found.topic, idOf(found)]))
}

function hasIds({ versions }: Broker): boolean {
  const { minVersion, maxVersion } = versions?.[metadataApi.apiKey] ?? { minVersion: 0, maxVersion: 0 }
  return minVersion <= metadataApi.apiVersion && metadataApi.apiVersion <= maxVersion
}

function idOf({ topic, code, id }: TopicOfAnswer): string | null {
  if (code !== 0) throw refusal(`asking for the id of '${topic}'`, code)
  return id
}

/** The header of these versions ends with tagged fields, of which there are none: so the body begins with a 0. */
export function metadataBody(topics: readonly string[]): Buffer {
  const named = topics.flatMap((topic) => {
    const name = Buffer.from(topic)
    return [noId, unsignedVarint(name.length + 1), name, Buffer.of(0)]
  })
  // Neither to be made, nor with what this user may do in the cluster, or with the topics.
  const wishes = Buffer.of(0, 0, 0)
  return Buffer.concat([Buffer.of(0), unsignedVarint(topics.length + 1), ...named, wishes, Buffer.of(0)])
}

export interface TopicOfAnswer {
  readonly topic: string
  readonly code: number
  readonly id: string | null
}

/** Raises RangeError where the answer is not whole. */
export function readMetadataAnswer(payload: Buffer): readonly TopicOfAnswer[] {
  const answer = new CompactReader(payload)
  answer.skipTags()
  answer.skip(4)
  answer.each(() => {
    answer.skip(4)
    answer.string()
    answer.skip(4)
    answer.string()
    answer.skipTags()
  })
  answer.string()
  answer.skip(4)
  return answer.each(() => topicOf(answer))
}

function topicOf(answer: CompactReader): TopicOfAnswer {
  const code = answer.int16()
  const topic = answer.string()
  const id = answer.bytes(idBytes)
  answer.skip(1)
  answer.each(() => {
    // Its error, its number, its leader and that one's epoch; then three lists of brokers.
    answer.skip(2 + 4 + 4 + 4)
    for (let lists = 0; lists < 3; lists++) answer.each(() => answer.skip(4))
    answer.skipTags()
  })
  answer.skip(4)
  answer.skipTags()
  return { topic, code, id: id.equals(noId) ? null : id.toString('base64url') }
}

/** Kafka's compact encoding (KIP-482): lengths are unsigned varints, one more than they count; tagged fields behind each structure. */
class CompactReader {
  private readonly payload: Buffer
  private at = 0

  constructor(payload: Buffer) {
    this.payload = payload
  }

  skip(count: number): void {
    this.bytes(count)
  }

  int16(): number {
    const value = this.payload.readInt16BE(this.at)
    this.at += 2
    return value
  }

  bytes(count: number): Buffer {
    const end = this.at + count
    if (end > this.payload.length) throw new RangeError('a metadata answer that is cut')
    const bytes = this.payload.subarray(this.at, end)
    this.at = end
    return bytes
  }

  /** An absent one is empty. */
  string(): string {
    return this.bytes(Math.max(0, this.unsignedVarint() - 1)).toString()
  }

  each<T>(read: () => T): readonly T[] {
    const found: T[] = []
    for (let left = this.unsignedVarint() - 1; left > 0; left--) found.push(read())
    return found
  }

  skipTags(): void {
    for (let left = this.unsignedVarint(); left > 0; left--) {
      this.unsignedVarint()
      this.bytes(this.unsignedVarint())
    }
  }

  private unsignedVarint(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.payload.readUInt8(this.at++)
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
}

function unsignedVarint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return Buffer.from([...bytes, rest])
}
