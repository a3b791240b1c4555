import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import {
  codeNameOf,
  isPassing,
  operatorError,
  untilPassed,
  Unanswered,
  within,
} from '../../../src/connectors/kafka/errors.ts'
import { ConnectorError } from '../../../src/connectors/ports.ts'

const require = createRequire(import.meta.url)
const { createErrorFromCode } = require('kafkajs/src/protocol/error') as {
  createErrorFromCode: (code: number) => Error
}
const errors = require('kafkajs/src/errors') as Record<string, new (...given: unknown[]) => Error>
const properties = new Map([['bootstrap.servers', 'b:9092']])

test('codes that kafkajs does not know have a name', () => {
  assert.equal(codeNameOf(createErrorFromCode(47)), 'INVALID_PRODUCER_EPOCH')
  assert.equal(codeNameOf(createErrorFromCode(90)), 'PRODUCER_FENCED')
  assert.equal(codeNameOf(createErrorFromCode(119)), 'KAFKAJS_UNKNOWN_ERROR_CODE')
  assert.equal(codeNameOf(new Error('no answer of a broker')), null)
})

test('the code is found behind what kafkajs wraps it in', () => {
  const moved = createErrorFromCode(6)
  const wrapped = new errors['KafkaJSNumberOfRetriesExceeded'](moved, { retryCount: 5, retryTime: 100 })
  assert.equal(codeNameOf(wrapped), 'NOT_LEADER_FOR_PARTITION')
  assert.equal(isPassing(wrapped), true)
})

test('what passes by itself: brokers away, silent or moving; and what does not', () => {
  const passing = [
    new errors['KafkaJSConnectionError']('Connection error: connect ECONNREFUSED 127.0.0.1:1'),
    new errors['KafkaJSConnectionClosedError']('Closed connection', { host: 'b', port: 9092 }),
    new errors['KafkaJSRequestTimeoutError']('Request EndTxn(key: 26, version: 1) timed out'),
    new errors['KafkaJSNumberOfRetriesExceeded'](new errors['KafkaJSConnectionError']('Connection timeout'), {}),
    new Unanswered('no answer'),
    createErrorFromCode(19),
  ]
  const lasting = [createErrorFromCode(29), createErrorFromCode(10), createErrorFromCode(90), new Error('a bug')]
  assert.deepEqual(
    passing.map(isPassing),
    passing.map(() => true),
  )
  assert.deepEqual(
    lasting.map(isPassing),
    lasting.map(() => false),
  )
})

test('for operators: the way out, and the name of the code', () => {
  const refused = operatorError(createErrorFromCode(29), properties)
  assert.ok(refused instanceof ConnectorError)
  assert.match(refused.message, /Kafka at b:9092: .*\(TOPIC_AUTHORIZATION_FAILED\)/)
  assert.match(refused.help ?? '', /kafka-acls/)
  const away = operatorError(new errors['KafkaJSConnectionError']('connect ECONNREFUSED'), properties)
  assert.match(away.message, /cannot reach Kafka at b:9092/)
  assert.equal(operatorError(refused, properties), refused, 'what is said already is left as it is')
})

test('no wait without an end', async () => {
  await assert.rejects(within(5, 'a commit', new Promise(() => {})), /no answer to a commit within 5 ms/)
  assert.equal(await within(60_000, 'it', Promise.resolve(1)), 1)
  await assert.rejects(within(60_000, 'it', Promise.reject(new Error('no'))), /^Error: no$/)
})

test('tried again while it passes, not after the limit, and never what lasts', async () => {
  let calls = 0
  const third = async (): Promise<number> => {
    if (++calls < 3) throw new Unanswered('later')
    return calls
  }
  assert.equal(await untilPassed(60_000, third), 3)
  calls = 0
  await assert.rejects(untilPassed(0, third), /later/)
  assert.equal(calls, 1)
  const lasting = async (): Promise<number> => {
    calls++
    throw createErrorFromCode(10)
  }
  calls = 0
  await assert.rejects(untilPassed(60_000, lasting), /larger than the max/)
  assert.equal(calls, 1)
})
