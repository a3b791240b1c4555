/** What is mended of kafkajs's queue of requests; the other guards need a broker. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { mendKafkajs } from '../../../src/connectors/kafka/guards.ts'

interface Queue {
  readonly inflight: Map<number, object>
  scheduleRequestTimeoutCheck(): void
}

const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (
  options: object,
) => Queue

assert.equal(mendKafkajs(), null)

/** In small steps: what is called sees the time at which it is. */
function pass(context: TestContext, ms: number): void {
  for (let left = ms; left > 0; left -= 10) context.mock.timers.tick(10)
}

test('requests are looked after once a second at most, and time out all the same', (context) => {
  context.mock.timers.enable({ apis: ['setInterval', 'Date'] })
  let looks = 0
  let isConnected = true
  const queue = new RequestQueue({
    requestTimeout: 30_000,
    enforceRequestTimeout: true,
    isConnected: () => {
      looks++
      return isConnected
    },
  })
  let timedOutAtMs = 0
  const timeoutRequest = (): void => {
    timedOutAtMs ||= Date.now()
  }
  queue.inflight.set(1, { sentAt: 0, requestTimeout: 30_000, timeoutRequest })
  queue.scheduleRequestTimeoutCheck()
  pass(context, 60_000)
  assert.ok(looks <= 60, `${looks} looks in a minute`)
  assert.ok(timedOutAtMs > 30_000 && timedOutAtMs <= 31_000, String(timedOutAtMs))
  isConnected = false
  pass(context, 1_000)
  const before = looks
  pass(context, 60_000)
  assert.equal(looks, before, 'the looks end with the connection')
})

test('short time limits are kept to a tenth', (context) => {
  context.mock.timers.enable({ apis: ['setInterval', 'Date'] })
  const queue = new RequestQueue({ requestTimeout: 500, enforceRequestTimeout: true })
  let timedOutAtMs = 0
  const timeoutRequest = (): void => {
    timedOutAtMs ||= Date.now()
  }
  queue.inflight.set(1, { sentAt: 0, requestTimeout: 500, timeoutRequest })
  queue.scheduleRequestTimeoutCheck()
  pass(context, 1_000)
  assert.ok(timedOutAtMs > 500 && timedOutAtMs <= 550, String(timedOutAtMs))
})
