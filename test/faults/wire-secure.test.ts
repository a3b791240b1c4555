/** TLS, SASL, authentication that runs out, and quotas: all of it kafkajs's, under batches of our own. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import type { SASLOptions } from 'kafkajs'
import { createWireProducer } from '../../src/connectors/kafka/wire/producer.ts'
import { Broker, freePorts, newClusterId, type BrokerPorts } from '../servers/kafka/broker.ts'
import { ensureLibraries, kafkaTool } from '../servers/kafka/libraries.ts'
import { freePort } from '../servers/process.ts'
import { kafkaClient, makeTopic, readTopic, textBatch } from '../support/wire.ts'

const password = 'not-a-secret'
let broker: Broker | null = null
let folder = ''
let secureAddress = ''
let ca = ''
let skip = ''

before(async () => {
  try {
    await ensureLibraries()
  } catch (error) {
    skip = `no Kafka: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`
    assert.notEqual(process.env['CI'], 'true', `in CI these tests must run: ${skip}`)
    return
  }
  folder = mkdtempSync(join(tmpdir(), 'sluice-tls-'))
  makeKeys()
  const ports = await freePorts(1)
  const securePort = await freePort()
  secureAddress = `localhost:${securePort}`
  broker = new Broker(ports, [ports], secureSettings(ports, securePort), '512m')
  await broker.format(newClusterId())
  broker.start()
  await broker.answers()
  for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512']) {
    await configure(
      '--add-config',
      `${mechanism}=[password=${password}]`,
      '--entity-type',
      'users',
      '--entity-name',
      'bob',
    )
  }
})

after(async () => {
  await broker?.stop()
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

function keytool(...commandLine: readonly string[]): void {
  const store = [
    '-alias',
    'broker',
    '-keystore',
    join(folder, 'keys.p12'),
    '-storetype',
    'PKCS12',
    '-storepass',
    password,
  ]
  execFileSync('keytool', [...commandLine, ...store], { stdio: 'pipe' })
}

function makeKeys(): void {
  const names = ['-dname', 'CN=localhost', '-ext', 'SAN=dns:localhost', '-ext', 'bc=ca:true']
  keytool('-genkeypair', '-keyalg', 'EC', '-validity', '2', ...names)
  keytool('-exportcert', '-rfc', '-file', join(folder, 'ca.pem'))
  ca = readFileSync(join(folder, 'ca.pem'), 'utf8')
}

function secureSettings(own: BrokerPorts, securePort: number): readonly string[] {
  const plain = `PLAINTEXT://127.0.0.1:${own.port}`
  const login = 'org.apache.kafka.common.security'
  return [
    `listeners=${plain},CONTROLLER://127.0.0.1:${own.controllerPort},SECURE://localhost:${securePort}`,
    `advertised.listeners=${plain},SECURE://localhost:${securePort}`,
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL',
    'sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    `listener.name.secure.plain.sasl.jaas.config=${login}.plain.PlainLoginModule required user_alice="${password}";`,
    `listener.name.secure.scram-sha-256.sasl.jaas.config=${login}.scram.ScramLoginModule required;`,
    `listener.name.secure.scram-sha-512.sasl.jaas.config=${login}.scram.ScramLoginModule required;`,
    `listener.name.secure.ssl.keystore.location=${join(folder, 'keys.p12')}`,
    `listener.name.secure.ssl.keystore.password=${password}`,
    'listener.name.secure.ssl.keystore.type=PKCS12',
    // Below 10 s kafkajs authenticates before every request.
    'connections.max.reauth.ms=11000',
  ]
}

async function configure(...change: readonly string[]): Promise<void> {
  const server = ['--bootstrap-server', broker?.address ?? '', '--alter']
  await kafkaTool('kafka.admin.ConfigCommand', [...server, ...change])
}

const logins: readonly SASLOptions[] = [
  { mechanism: 'plain', username: 'alice', password },
  { mechanism: 'scram-sha-256', username: 'bob', password },
  { mechanism: 'scram-sha-512', username: 'bob', password },
]

for (const sasl of logins) {
  test(`TLS with ${sasl.mechanism}`, async (context) => {
    if (broker === null) return context.skip(skip)
    const topic = `secure-${sasl.mechanism}`
    await makeTopic(kafkaClient(broker.address), topic, 2)
    const client = kafkaClient(secureAddress, { ssl: { ca: [ca] }, sasl })
    const producer = createWireProducer(client, { transactionalId: topic })
    await producer.open()
    const sent: string[][] = [[], []]
    // Longer than an authentication lasts.
    const deadline = performance.now() + (sasl.mechanism === 'plain' ? 14_000 : 0)
    for (let round = 0; round < 20 || performance.now() < deadline; round++) {
      await producer.beginTransaction()
      const sending = sent.map(async (values, partition) => {
        const batch = Array.from({ length: 100 }, (_, index) => `${round}.${index} ${'x'.repeat(1_000)}`)
        values.push(...batch)
        await producer.send(topic, partition, textBatch(batch, 'zstd'))
      })
      await Promise.all(sending)
      await producer.commit()
      if (round >= 20) await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await producer.discard()
    assert.deepEqual(
      (await readTopic(client, topic)).map(({ text }) => text),
      sent.flat(),
    )
  })
}

test('a wrong password is an error at once', async (context) => {
  if (broker === null) return context.skip(skip)
  const sasl: SASLOptions = { mechanism: 'plain', username: 'alice', password: 'wrong' }
  const producer = createWireProducer(kafkaClient(secureAddress, { ssl: { ca: [ca] }, sasl }), {})
  await assert.rejects(producer.open(), (error: Error) => {
    assert.match(error.message, /[Aa]uthentication/)
    assert.doesNotMatch(error.message, /wrong/)
    return true
  })
  await producer.discard()
})

test('a quota slows down, and loses nothing', async (context) => {
  if (broker === null) return context.skip(skip)
  await configure(
    '--add-config',
    'producer_byte_rate=100000,consumer_byte_rate=200000',
    '--entity-type',
    'clients',
    '--entity-name',
    'slow',
  )
  const client = kafkaClient(broker.address, { clientId: 'slow' })
  await makeTopic(client, 'slow')
  const producer = createWireProducer(client, {})
  await producer.open()
  const sent: string[] = []
  const begin = performance.now()
  for (let round = 0; round < 30; round++) {
    const batch = Array.from({ length: 50 }, (_, index) => `${round}.${index} ${'x'.repeat(1_000)}`)
    sent.push(...batch)
    await producer.send('slow', 0, textBatch(batch))
  }
  assert.ok(performance.now() - begin > 1_000, 'it was slowed down')
  assert.equal(producer.retries, 0)
  await producer.discard()
  assert.deepEqual(
    (await readTopic(client, 'slow', 60_000)).map(({ text }) => text),
    sent,
  )
})
