/** Exactly once, from Kafka to Kafka and Parquet: a job that is killed again and again at random instants. */
import assert from 'node:assert/strict'
import { basename } from 'node:path'
import test from 'node:test'
import { startKafka } from '../../servers/kafka/kafka.ts'
import { Numbers } from '../../support/exactly-once.ts'
import { killAgainAndAgain } from '../../support/kill-rounds.ts'
import { Random } from '../../support/random.ts'
import { inTemporaryFolder } from '../../support/sluice.ts'

const rounds = 15
/** A round reads some thousand. */
const records = 4_000 * rounds

test(`killed ${rounds} times at random instants: nothing lost, nothing twice, the ledger exact`, async (context) => {
  const server = await startKafka()
  if ('skip' in server) {
    assert.notEqual(process.env['CI'], 'true', `in CI this test must run: ${server.skip}`)
    return context.skip(server.skip)
  }
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  context.diagnostic(`SEED=${seed}`)
  try {
    await inTemporaryFolder(async (folder) => {
      const name = basename(folder)
      const settings = "SET 'job.epoch-records' = '500'; SET 'job.epoch-interval' = '300 ms';"
      const numbers = new Numbers({
        ...{ brokers: server.brokers, folder, name, settings },
        ...{ partitions: 4, records, recordsPerSecondMax: 4_000 },
      })
      await numbers.fill()
      await killAgainAndAgain(numbers, rounds, records, new Random(seed))
    })
  } finally {
    await server.stop()
  }
})
