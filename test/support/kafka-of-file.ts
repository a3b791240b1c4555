/** A Kafka for all tests of a file; files that run at the same time may share it: names are to be of one file and one run. */
import assert from 'node:assert/strict'
import { after, before, type TestContext } from 'node:test'
import { startKafka, type KafkaServer } from '../servers/kafka/kafka.ts'

/** How long the process may go on after its last test. */
const leaveMsMax = 30_000

export interface KafkaOfFile {
  /** host:port. Raises where none runs. */
  readonly brokers: string
  /** Where none could be started the test is skipped, with the reason. */
  isMissing(context: TestContext): boolean
}

/** It is started before the file's first test, and stopped after its last. In CI it has to start. `prepare` is called once it runs. */
export function kafkaOfFile(prepare: (brokers: string) => Promise<void> = async () => {}): KafkaOfFile {
  let server: KafkaServer | null = null
  let skip = ''

  before(async () => {
    const started = await startKafka()
    if ('skip' in started) {
      skip = started.skip
      assert.notEqual(process.env['CI'], 'true', `in CI these tests must run: ${skip}`)
      return
    }
    server = started
    await prepare(server.brokers)
  })

  after(async () => {
    await server?.stop()
    // A server that others use goes on, and so does a connection that was forgotten: the file fails for it.
    setTimeout(() => {
      console.error('something is left open')
      process.exit(1)
    }, leaveMsMax).unref()
  })

  return {
    get brokers(): string {
      assert.ok(server !== null, `no Kafka: ${skip}`)
      return server.brokers
    },
    isMissing(context): boolean {
      if (server !== null) return false
      context.skip(skip)
      return true
    },
  }
}
