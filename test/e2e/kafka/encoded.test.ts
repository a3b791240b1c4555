/** A real Kafka with messages of several lines in GB 18030. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'
import { inTemporaryFolder, runToEnd } from '../../support/sluice.ts'
import { administer, makeTopics } from '../../support/kafka-admin.ts'

const spec = join(import.meta.dirname, 'encoded.sql')
/** The broker may be one that runs for long: topics and groups of this run only. */
const run = Date.now().toString(36)
const topic = `${run}.legacy.raw`
const server = kafkaOfFile(fillTopic)

// 张三,1 and 李四,2; then 王五,3 and what is no text.
const messages = ['d5c5c8fd2c310d0ac0eecbc42c320a', 'cdf5cee52c330aff2c34'].map((hex) => Buffer.from(hex, 'hex'))

test('each line of a message is a record, decoded', async (context) => {
  if (server.isMissing(context)) return
  await inTemporaryFolder(async (folder) => {
    const env = { KAFKA_BROKERS: server.brokers, RUN: run, OUT: join(folder, 'out') }
    const read = (): ReturnType<typeof runToEnd> => runToEnd([spec, '--state-dir', join(folder, 'state')], { env })
    assert.deepEqual((await read()).tables['entry'], { in: 4, out: 3, dropped: {}, errored: { DECODE_UTF8: 1 } })
    assert.deepEqual(rows(join(folder, 'out/entries')), [
      { at: 0, shipper: 'k0', name: '张三', level: 1 },
      { at: 0, shipper: 'k0', name: '李四', level: 2 },
      { at: 1, shipper: 'k1', name: '王五', level: 3 },
    ])
    assert.deepEqual(rows(join(folder, 'out/bad')), [
      { error_code: 'DECODE_UTF8', record_offset: 1, raw_bytes: Buffer.from('ff2c34', 'hex').toString('base64') },
    ])
    // The group stands behind both messages: nothing comes twice.
    assert.equal((await read()).tables['entry']?.in, 4)
  })
})

async function fillTopic(brokers: string): Promise<void> {
  const client = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
  await administer(brokers, async (admin) => makeTopics(admin, [{ topic, numPartitions: 1 }]))
  const producer = client.producer()
  await producer.connect()
  await producer.send({ topic, messages: messages.map((value, index) => ({ key: `k${index}`, value })) })
  await producer.disconnect()
}

function rows(path: string): readonly unknown[] {
  const lines = globSync(join(path, '*.jsonl')).flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'))
  return lines.map((line) => JSON.parse(line) as unknown)
}
