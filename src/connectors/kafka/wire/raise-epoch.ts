/**
 * Kafka's InitProducerId request, version 3 (the documentation's "InitProducerId API"; KIP-360): a new epoch for the producer
 * that has the transactional id, and for it alone; who was fenced is told so. kafkajs knows only the one that takes over.
 */
import { refusal } from './errors.ts'
import { sendRequest, type Broker } from './internals.ts'
import { WireError } from './ports.ts'
import type { ProducerIdentity } from './stamp.ts'

const apiKey = 22
const apiVersion = 3

export interface RaiseEpochRequest {
  readonly transactionalId: string
  readonly transactionTimeoutMs: number
  readonly identity: ProducerIdentity
}

/** Raises WireError: a broker of before Kafka 2.5, or Kafka's refusal. May be repeated when the answer was lost. */
export async function raiseEpoch(
  broker: Broker,
  request: RaiseEpochRequest,
  timeoutMs: number,
): Promise<ProducerIdentity> {
  const what = `raising the epoch of '${request.transactionalId}'`
  if ((broker.versions?.[apiKey]?.maxVersion ?? 0) < apiVersion) {
    throw new WireError(`${what}: the broker does not know how`)
  }
  const body = [requestBody(request)]
  const { payload } = await sendRequest(broker, {
    apiKey,
    apiName: 'InitProducerId',
    apiVersion,
    connection: 0,
    body,
    timeoutMs,
  })
  // Tagged fields of the answer's header, of which there are none yet; the time to wait; the code.
  const code = payload.readInt16BE(5)
  if (code !== 0) throw refusal(what, code)
  return { producerId: payload.readBigInt64BE(7), epoch: payload.readInt16BE(15) }
}

/** Behind the tagged fields that end the header: none, as at the end of the body. */
function requestBody({ transactionalId, transactionTimeoutMs, identity }: RaiseEpochRequest): Buffer {
  const id = Buffer.from(transactionalId)
  const length = compactLength(id.length)
  const body = Buffer.alloc(1 + length.length + id.length + 15)
  let at = 1
  at += length.copy(body, at)
  at += id.copy(body, at)
  at = body.writeInt32BE(transactionTimeoutMs, at)
  at = body.writeBigInt64BE(identity.producerId, at)
  body.writeInt16BE(identity.epoch, at)
  return body
}

/** Length plus one, seven bits a byte, lowest first. */
function compactLength(bytes: number): Buffer {
  const out: number[] = []
  let left = bytes + 1
  for (; left > 127; left >>>= 7) out.push((left & 127) | 128)
  return Buffer.from([...out, left])
}
