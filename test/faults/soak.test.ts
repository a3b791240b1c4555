/**
 * A job under steady load for `SOAK_MINUTES` (30 is what a release wants): memory at the start and at the end is printed, and every
 * record is looked for afterwards. `SOAK_RECORDS_PER_SECOND` sets the load.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import test from 'node:test'
import { startKafka } from '../servers/kafka/kafka.ts'
import { Numbers, NumbersProcess } from '../support/exactly-once.ts'
import { executable, inTemporaryFolder } from '../support/sluice.ts'

const minutes = Number(process.env['SOAK_MINUTES'] ?? 0)
const perSecond = Number(process.env['SOAK_RECORDS_PER_SECOND'] ?? 2_000)
/** What a job may gain once it is warm. */
const growthMbMax = 200

test(`${minutes} minutes of ${perSecond} records a second`, async (context) => {
  if (minutes === 0) return context.skip('SOAK_MINUTES says how long')
  const server = await startKafka()
  if ('skip' in server) return context.skip(server.skip)
  try {
    await inTemporaryFolder(async (folder) => {
      const settings = "SET 'job.epoch-interval' = '2 s';"
      const name = basename(folder)
      const numbers = new Numbers({ brokers: server.brokers, folder, name, settings, partitions: 4, records: 0 })
      await numbers.fill()
      const job = new NumbersProcess([
        executable,
        'run',
        numbers.spec,
        '--state-dir',
        numbers.state,
        '--http',
        '0',
        '-v',
      ])
      const count = await load(numbers, job, (line) => context.diagnostic(line))
      assert.equal(await job.end('SIGTERM'), 130, job.stderr.slice(-2_000))
      await numbers.finish(count)
    })
  } finally {
    await server.stop()
  }
})

interface Memory {
  readonly rssMb: number
  readonly heapMb: number
}

/** Returns how many records it has sent. */
async function load(numbers: Numbers, job: NumbersProcess, tell: (line: string) => void): Promise<number> {
  const endMs = performance.now() + minutes * 60_000
  let sent = 0
  let warm: Memory | null = null
  let last: Memory | null = null
  for (let round = 0; performance.now() < endMs; round++) {
    const nextMs = performance.now() + 1_000
    await numbers.send(sent, sent + perSecond)
    sent += perSecond
    assert.equal(job.child.exitCode, null, job.stderr.slice(-2_000))
    if (round % 60 === 30) {
      last = await memoryOf(job)
      warm ??= round >= 90 || minutes < 3 ? last : null
      tell(
        `after ${Math.round(round / 60)} min: ${sent} sent, ${job.commits} epochs, RSS ${last.rssMb} MB, heap ${last.heapMb} MB`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, nextMs - performance.now())))
  }
  assert.ok(warm !== null && last !== null)
  assert.ok(last.rssMb - warm.rssMb < growthMbMax, `RSS grew from ${warm.rssMb} to ${last.rssMb} MB`)
  return sent
}

async function memoryOf(job: NumbersProcess): Promise<Memory> {
  const status = readFileSync(`/proc/${job.child.pid}/status`, 'utf8')
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(job.stderr)?.[0]
  assert.ok(url, job.stderr)
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const heapBytes = Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(metrics)?.[1])
  return {
    rssMb: Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024),
    heapMb: Math.round(heapBytes / 2 ** 20),
  }
}
