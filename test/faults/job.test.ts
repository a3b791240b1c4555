/**
 * A job from Kafka to Kafka and Parquet while clocks jump, sinks stall, its input holds aborted transactions, and members of its
 * group come and go all the time: Java's consumer (read_committed) and DuckDB find every number once, and the ledger is exact.
 * `STORM_SECONDS` (30) and `SEED` set the storm.
 */
import assert from 'node:assert/strict'
import { basename, join } from 'node:path'
import test from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { waitFor } from '../servers/process.ts'
import { Numbers } from '../support/exactly-once.ts'
import type { NumbersOptions, NumbersProcess } from '../support/exactly-once.ts'
import { killAgainAndAgain } from '../support/kill-rounds.ts'
import { proxiedKafka } from '../support/proxied-kafka.ts'
import { Random } from '../support/random.ts'
import { inTemporaryFolder, repository } from '../support/sluice.ts'

const partitions = 4
const hourMs = 3_600_000
const waitMsMax = 120_000
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const stormSeconds = Number(process.env['STORM_SECONDS'] ?? 30)

const kafka = proxiedKafka()

type Start = (preload?: readonly string[]) => NumbersProcess

async function withNumbers(
  options: Partial<NumbersOptions> & Pick<NumbersOptions, 'brokers' | 'records'>,
  use: (numbers: Numbers, start: Start, name: string) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const name = basename(folder)
    const settings = "SET 'job.epoch-records' = '500'; SET 'job.epoch-interval' = '300 ms';"
    const numbers = new Numbers({ folder, name, partitions, settings, recordsPerSecondMax: 3_000, ...options })
    const processes: NumbersProcess[] = []
    const start: Start = (preload) => {
      const started = numbers.start(preload)
      processes.push(started)
      return started
    }
    try {
      await use(numbers, start, name)
    } finally {
      await Promise.all(processes.map((one) => one.end('SIGKILL')))
    }
  })
}

async function commits(process: NumbersProcess, count: number): Promise<void> {
  await waitFor(`${count} commits`, waitMsMax, async () => {
    assert.equal(process.child.exitCode, null, process.stderr.slice(-3_000))
    return process.commits >= count
  })
}

function shifted(ms: number, afterMs: number): readonly string[] {
  return [`${join(repository, 'test/support/shift-clock.mjs')}?ms=${ms}&afterMs=${afterMs}`]
}

test('clocks an hour ahead and behind, and jumping by one while the job runs', async (context) => {
  const started = kafka(context)
  if (started === null) return
  const { brokers } = started.server
  await withNumbers({ brokers, records: 60_000 }, async (numbers, start) => {
    await numbers.fill()
    for (const [ms, afterMs] of [
      [hourMs, 0],
      [-hourMs, 0],
      [hourMs, 8_000],
      [-hourMs, 8_000],
    ]) {
      const process = start(shifted(ms, afterMs))
      await commits(process, 1)
      const jumped = performance.now() + afterMs
      await waitFor('the jump', waitMsMax, async () => performance.now() > jumped)
      await commits(process, process.commits + 2)
      if (afterMs === 0) assert.equal(await process.end('SIGTERM'), 130, process.stderr)
      else await process.end('SIGKILL')
      context.diagnostic(`${ms} ms after ${afterMs} ms: ${process.commits} commits`)
    }
    await numbers.finish(60_000)
  })
})

test('a sink that stalls, for less and for more than its messages may take', async (context) => {
  const started = kafka(context)
  if (started === null) return
  const { proxy: stalls } = started
  const { address: brokers } = stalls
  const properties = "'properties.request.timeout.ms' = '2000', 'properties.delivery.timeout.ms' = '5000'"
  await withNumbers({ records: 60_000, brokers, properties }, async (numbers, start) => {
    await numbers.fill()
    const process = start()
    await commits(process, 2)
    for (const stallMs of [1_500, 12_000, 1_500]) {
      const held = stalls.on('Produce', 'reply', 'hold', Infinity)
      await held.met
      const before = process.commits
      await new Promise((resolve) => setTimeout(resolve, stallMs))
      held.release()
      await commits(process, before + 3)
    }
    const setBack = [...process.stderr.matchAll(/going on from the last commit/g)].length
    context.diagnostic(`set back ${setBack} times`)
    assert.ok(setBack > 0)
    assert.equal(await process.end('SIGTERM'), 130, process.stderr.slice(-3_000))
    stalls.calm()
    await numbers.finish(60_000)
  })
})

test('aborted transactions in the input are no records, also over kill -9', async (context) => {
  const started = kafka(context)
  if (started === null) return
  const { brokers } = started.server
  const records = 24_000
  await withNumbers({ brokers, records: 0 }, async (numbers, _, name) => {
    await numbers.fill()
    const client = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
    const producer = client.producer({ transactionalId: `${name}.in`, maxInFlightRequests: 1, idempotent: true })
    await producer.connect()
    const perTransaction = 400
    for (let from = 0; from < records; from += perTransaction) {
      for (const isAborted of [true, false]) {
        const transaction = await producer.transaction()
        const first = isAborted ? records + from : from
        const messages = Array.from({ length: perTransaction }, (__, k) => ({
          value: `{"n":${first + k}}`,
          partition: k % partitions,
        }))
        await transaction.send({ topic: name, messages })
        await (isAborted ? transaction.abort() : transaction.commit())
      }
    }
    await producer.disconnect()
    await killAgainAndAgain(numbers, 3, records, new Random(seed))
  })
})

test(`members join and leave every second for ${stormSeconds} s`, async (context) => {
  const started = kafka(context)
  if (started === null) return
  const { brokers } = started.server
  context.diagnostic(`SEED=${seed}`)
  const random = new Random(seed)
  const records = 3_000 * stormSeconds
  await withNumbers({ brokers, records }, async (numbers, start) => {
    await numbers.fill()
    const members: NumbersProcess[] = [start()]
    await commits(members[0], 1)
    let joined = 1
    let committed = 0
    const endMs = performance.now() + stormSeconds * 1_000
    while (performance.now() < endMs) {
      const isJoining = members.length < 2 || (members.length < 4 && random.next() < 0.5)
      if (isJoining) {
        members.push(start())
        joined++
      } else {
        const [leaver] = members.splice(random.between(0, members.length - 1), 1)
        const signal = random.pick(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)
        committed += leaver.commits
        void leaver.end(signal)
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
    const left = members.map((member) => member.end('SIGTERM'))
    for (const [index, code] of (await Promise.all(left)).entries()) {
      committed += members[index].commits
      // One that was just starting is ended by the signal itself.
      assert.ok(
        code === 130 || code === null || code === 143,
        `exit code ${code}: ${members[index].stderr.slice(-3_000)}`,
      )
    }
    context.diagnostic(`${joined} joined, ${committed} commits during the storm`)
    assert.ok(committed > 0)
    await numbers.finish(records)
  })
})
