/** A Kafka of its own for all tests of a file, behind a proxy that can lose requests and replies. */
import assert from 'node:assert/strict'
import { after, before, type TestContext } from 'node:test'
import { startOwnKafka, type KafkaServer } from '../servers/kafka/kafka.ts'
import { KafkaProxy } from './kafka-proxy.ts'

export interface ProxiedKafka {
  readonly server: KafkaServer
  readonly proxy: KafkaProxy
}

/**
 * Started before the file's first test and stopped after its last. What comes back gives it; null: the test is skipped, with
 * the reason. In CI it has to start. `prepare` is called once it runs, with its address without the proxy.
 */
export function proxiedKafka(
  prepare: (brokers: string) => Promise<void> = async () => {},
): (context: TestContext) => ProxiedKafka | null {
  let server: KafkaServer | null = null
  let proxy: KafkaProxy | null = null
  let skip = ''

  before(async () => {
    const started = await startOwnKafka()
    if ('skip' in started) {
      skip = started.skip
      assert.notEqual(process.env['CI'], 'true', `in CI these tests must run: ${skip}`)
      return
    }
    server = started
    assert.ok(started.broker !== null)
    proxy = await KafkaProxy.start(started.broker.ports)
    await prepare(started.brokers)
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
