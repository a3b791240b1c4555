/** `kill -9` at random instants, again and again, under load; then the rest, and the witnesses. */
import assert from 'node:assert/strict'
import { basename } from 'node:path'
import type { TestContext } from 'node:test'
import { startKafka } from '../servers/kafka/kafka.ts'
import { waitFor } from '../servers/process.ts'
import { Numbers, type NumbersProcess } from './exactly-once.ts'
import { Random } from './random.ts'
import { inTemporaryFolder } from './sluice.ts'

/** Of the rounds, a good part has to come to a commit: else the kills would always hit the start. */
const committedShareMin = 0.3
/** A round reads some thousand. */
const recordsOfRound = 4_000

/** A whole test on a Kafka of its own; the seed is printed, `SEED` replays the instants. */
export async function killTest(context: TestContext, rounds: number, recordsPerSecondMax: number): Promise<void> {
  const server = await startKafka()
  if ('skip' in server) {
    assert.notEqual(process.env['CI'], 'true', `in CI this test must run: ${server.skip}`)
    return context.skip(server.skip)
  }
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  context.diagnostic(`SEED=${seed}`)
  try {
    await inTemporaryFolder(async (folder) => {
      const records = recordsOfRound * rounds
      const settings = "SET 'job.epoch-records' = '500'; SET 'job.epoch-interval' = '300 ms';"
      const numbers = new Numbers({
        ...{ brokers: server.brokers, folder, name: basename(folder), settings },
        ...{ partitions: 4, records, recordsPerSecondMax },
      })
      await numbers.fill()
      await killAgainAndAgain(numbers, rounds, records, new Random(seed))
    })
  } finally {
    await server.stop()
  }
}

/** Resolves when all is checked. */
export async function killAgainAndAgain(
  numbers: Numbers,
  rounds: number,
  count: number,
  random: Random,
): Promise<void> {
  let committed = 0
  for (let round = 0; round < rounds; round++) {
    const process = numbers.start()
    try {
      await reads(process)
      await new Promise((resolve) => setTimeout(resolve, random.between(0, 2_500)))
    } finally {
      await process.end('SIGKILL')
    }
    if (process.commits > 0) committed++
  }
  assert.ok(committed >= rounds * committedShareMin, `a commit in ${committed} of ${rounds} rounds`)
  await numbers.finish(count)
}

async function reads(process: NumbersProcess): Promise<void> {
  await waitFor('it to have shards', 60_000, async () => {
    assert.equal(process.child.exitCode, null, process.stderr)
    return process.gained.length > 0
  })
}
