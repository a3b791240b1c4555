/** Servers that the files of a test run share: each finds them by the environment, as those that somebody else has started. */
import { startKafka } from './kafka/kafka.ts'
import { witness } from './kafka/witness.ts'

/** Where none can be started nothing is shared: each file that needs one says so. */
export async function shareServers(): Promise<{ stop(): Promise<void> }> {
  const kafka = await startKafka()
  if ('skip' in kafka) return { stop: async () => {} }
  process.env['KAFKA_BROKERS'] = kafka.brokers
  process.env['KAFKA_WITNESS'] = await witness()
  return { stop: async () => kafka.stop() }
}
