/** Answers from a socket: whole however they are cut, in memory that is used again only when it was given back. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import test, { after, before } from 'node:test'
import { Lease } from '../../../src/connectors/kafka/wire/lease.ts'
import type { Connection } from '../../../src/connectors/kafka/wire/internals.ts'
import { giveBack, receiveInPlace } from '../../../src/connectors/kafka/wire/receive.ts'
import { openSocket } from '../../../src/connectors/kafka/wire/socket.ts'
import { Random } from '../../support/random.ts'

interface Answer {
  readonly correlationId: number
  readonly payload: Buffer
}

let server: Server
before(async () => {
  server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
after(() => server.close())

/** Both ends of a connection; `answers` grows as they come in. */
async function connect(): Promise<{ broker: Socket; client: Socket; connection: Connection; answers: Answer[] }> {
  const answers: Answer[] = []
  const accepted = once(server, 'connection')
  const { port } = server.address() as AddressInfo
  const client = openSocket({ host: '127.0.0.1', port, ssl: undefined as never, onConnect: () => {} })
  const connection = {
    socket: client,
    authHandlers: null,
    processData: () => assert.fail('kafkajs gets what is no answer to authentication'),
    requestQueue: { fulfillRequest: (answer: Answer) => answers.push(answer) },
  } as unknown as Connection
  receiveInPlace(connection)
  client.on('data', (data: Buffer) => connection.processData(data))
  const [broker] = (await accepted) as [Socket]
  return { broker, client, connection, answers }
}

function frame(correlationId: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeInt32BE(payload.length + 4, 0)
  head.writeInt32BE(correlationId, 4)
  return Buffer.concat([head, payload])
}

function payloadOf(random: Random, bytes: number): Buffer {
  const first = random.between(0, 255)
  return Buffer.from(Uint8Array.from({ length: bytes }, (_, index) => first + index * 7 + (index >> 8)))
}

test('answers of all sizes are whole, however they are cut', async () => {
  const random = new Random(7)
  const sizes = [0, 1, 7, 60, 65_535, 65_536, 65_537, 300_000, 0, 2_000_000, 12, 131_072, 65_530]
  const payloads = sizes.map((bytes) => payloadOf(random, bytes))
  const bytes = Buffer.concat(payloads.map((payload, index) => frame(index, payload)))
  const { broker, client, answers } = await connect()
  for (let at = 0; at < bytes.length;) {
    const end = at + random.between(1, random.between(0, 3) === 0 ? 20 : 150_000)
    if (!broker.write(bytes.subarray(at, end))) await once(broker, 'drain')
    at = end
  }
  broker.end()
  await once(client, 'close')
  assert.deepEqual(
    answers.map(({ correlationId, payload }) => payload.equals(payloads[correlationId])),
    sizes.map(() => true),
  )
})

test('memory is used again when it was given back, and not before', async () => {
  const { broker, client, answers } = await connect()
  const random = new Random(11)
  const payloads = Array.from({ length: 4 }, () => payloadOf(random, 100_000))
  const arrived = async (index: number): Promise<Buffer> => {
    broker.write(frame(index, payloads[index]))
    while (answers.length <= index) await once(client, 'data')
    return answers[index].payload
  }
  const first = await arrived(0)
  const second = await arrived(1)
  assert.ok(first.equals(payloads[0]), 'kept as long as it is looked at')
  giveBack(first)
  giveBack(first)
  const third = await arrived(2)
  const fourth = await arrived(3)
  assert.equal(third.buffer, first.buffer)
  assert.notEqual(fourth.buffer, first.buffer)
  assert.ok(second.equals(payloads[1]))
  assert.ok(third.equals(payloads[2]))
  giveBack(Buffer.alloc(100_000))
  broker.destroy()
  client.destroy()
})

test('a new socket begins with a new answer', async () => {
  const one = await connect()
  one.broker.write(frame(0, Buffer.alloc(200_000)).subarray(0, 100_000))
  await once(one.client, 'data')
  const two = await connect()
  Reflect.set(one.connection, 'socket', two.client)
  two.client.removeAllListeners('data')
  two.client.on('data', (data: Buffer) => one.connection.processData(data))
  two.broker.write(frame(1, Buffer.from('whole')))
  while (one.answers.length === 0) await once(two.client, 'data')
  assert.equal(one.answers[0].payload.toString(), 'whole')
  for (const socket of [one.broker, one.client, two.broker, two.client]) socket.destroy()
})

test('while it authenticates kafkajs gets pieces that stay as they are', async () => {
  const { broker, client, connection, answers } = await connect()
  broker.write(frame(0, Buffer.from('before')))
  while (answers.length === 0) await once(client, 'data')
  const pieces: Buffer[] = []
  const own = {
    ...connection,
    authHandlers: {},
    processData: (data: Buffer) => void pieces.push(data),
  } as unknown as Connection
  receiveInPlace(own)
  client.removeAllListeners('data')
  client.on('data', (data: Buffer) => own.processData(data))
  for (const text of ['one', 'two']) {
    broker.write(text)
    await once(client, 'data')
  }
  assert.equal(Buffer.concat(pieces).toString(), 'onetwo')
  broker.destroy()
  client.destroy()
})

test('a lease is given back when the last who holds it is done', () => {
  let given = 0
  const lease = new Lease(() => given++)
  assert.equal(lease.isHeld, false)
  lease.hold()
  lease.hold()
  lease.release()
  assert.equal(given, 0)
  lease.release()
  assert.equal(given, 1)
})
