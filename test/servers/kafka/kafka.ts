/**
 * A real Kafka 4 (KRaft, one node) for tests. `KAFKA_BROKERS` names one that runs already; its Java code is needed all the same,
 * for tools and witnesses. Needs JDK 17 and Maven.
 */
import { mendKafkajs } from '../../../src/connectors/kafka/guards.ts'
import { Broker, freePorts, newClusterId } from './broker.ts'
import { ensureLibraries } from './libraries.ts'

// Of clients that tests make themselves.
mendKafkajs()

export interface KafkaServer {
  /** host:port */
  readonly brokers: string
  /** null: somebody else's. */
  readonly pid: number | null
  /** To kill it, start it again, and to put a proxy before it; null: somebody else's. */
  readonly broker: Broker | null
  stop(): Promise<void>
}

export interface Skipped {
  /** The reason: neither a broker, nor what starts one. */
  readonly skip: string
}

/**
 * The one that `KAFKA_BROKERS` names, of which others may make use at the same time; where it names none, or with `settings`
 * (lines of server.properties), one of our own.
 */
export async function startKafka(settings: readonly string[] = []): Promise<KafkaServer | Skipped> {
  const given = process.env['KAFKA_BROKERS']
  if (given === undefined || given === '' || settings.length > 0) return startOwnKafka(settings)
  return (await missingLibraries()) ?? { brokers: given, pid: null, broker: null, stop: async () => {} }
}

/** One that nobody else uses, to be killed, put to sleep, or set up in another way. */
export async function startOwnKafka(settings: readonly string[] = []): Promise<KafkaServer | Skipped> {
  const missing = await missingLibraries()
  if (missing !== null) return missing
  const ports = await freePorts(1)
  const broker = new Broker(ports, [ports], settings, '1g')
  try {
    await broker.format(newClusterId())
    broker.start()
    await broker.answers()
  } catch (error) {
    await broker.stop()
    throw error
  }
  return { brokers: broker.address, pid: broker.pid, broker, stop: async () => broker.stop() }
}

async function missingLibraries(): Promise<Skipped | null> {
  try {
    await ensureLibraries()
    return null
  } catch (error) {
    return { skip: `no Kafka: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` }
  }
}
