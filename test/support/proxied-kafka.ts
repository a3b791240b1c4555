/** A Kafka for all tests of a file, behind a proxy that can lose requests and replies. */
import assert from 'node:assert/strict'
import { after, before, type TestContext } from 'node:test'
import { startKafka, type KafkaServer } from '../servers/kafka/kafka.ts'
import { KafkaProxy } from './kafka-proxy.ts'

export interface ProxiedKafka {
  readonly server: KafkaServer
  readonly proxy: KafkaProxy
}

/**
 * Started before the file's first test and stopped after its last. What comes back gives it; null: the test is skipped, with
 * the reason.
 */
export function proxiedKafka(): (context: TestContext) => ProxiedKafka | null {
  let server: KafkaServer | null = null
  let proxy: KafkaProxy | null = null
  let skip = 'somebody else has started Kafka: no proxy is before it'

  before(async () => {
    // With a setting of its own: this one is not shared, for it is behind a proxy.
    const started = await startKafka(['transaction.max.timeout.ms=900000'])
    if ('skip' in started) {
      skip = started.skip
      assert.notEqual(process.env['CI'], 'true', `in CI these tests must run: ${skip}`)
      return
    }
    server = started
    if (started.broker !== null) proxy = await KafkaProxy.start(started.broker.ports)
  })

  after(async () => {
    await proxy?.stop()
    await server?.stop()
  })

  return (context) => {
    if (server !== null && proxy !== null) return { server, proxy }
    context.skip(skip)
    return null
  }
}
