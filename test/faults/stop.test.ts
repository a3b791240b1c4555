/**
 * SIGTERM while a commit hangs: what is said to the broker, or by it, stays on its way. The job ends within the time it has, says
 * that it did not learn what became of the commit, and whoever goes on finds every number once, whatever became of it.
 */
import assert from 'node:assert/strict'
import { basename } from 'node:path'
import test from 'node:test'
import { waitFor } from '../servers/process.ts'
import { Numbers, type NumbersProcess } from '../support/exactly-once.ts'
import type { Action, ApiName, Interference, KafkaProxy } from '../support/kafka-proxy.ts'
import { proxiedKafka } from '../support/proxied-kafka.ts'
import { inTemporaryFolder } from '../support/sluice.ts'

const waitMsMax = 60_000
/** A job that is told to stop needs 12 s at most; supervisors kill after 30. */
const stopMsMax = 20_000
const records = 20_000

const kafka = proxiedKafka()

interface Case {
  readonly title: string
  readonly api: ApiName
  readonly direction: 'request' | 'reply'
  readonly action: Action
  /** When it hangs: a commit that was under way before the signal, or the last one, that is made because of it. */
  readonly commit: 'under way' | 'last'
  readonly workers: number
}

const hangs = [
  { title: 'EndTxn never arrives', api: 'EndTxn', direction: 'request', action: 'hold' },
  { title: 'EndTxn arrives once the job has ended', api: 'EndTxn', direction: 'request', action: 'late' },
  { title: 'the reply to EndTxn never comes', api: 'EndTxn', direction: 'reply', action: 'hold' },
  { title: 'TxnOffsetCommit never arrives', api: 'TxnOffsetCommit', direction: 'request', action: 'hold' },
  { title: 'the reply to TxnOffsetCommit never comes', api: 'TxnOffsetCommit', direction: 'reply', action: 'hold' },
] as const

const cases: readonly Case[] = [
  ...hangs.map((hang) => ({ ...hang, commit: 'under way' as const, workers: 1 })),
  { ...hangs[0], commit: 'last', workers: 1 },
  { ...hangs[4], commit: 'last', workers: 1 },
  { ...hangs[2], commit: 'last', workers: 2 },
]

/** Commits again and again, or only when the job ends. */
const settingsFor: Readonly<Record<Case['commit'], string>> = {
  'under way': "SET 'job.epoch-records' = '500'; SET 'job.epoch-interval' = '300 ms';",
  last: "SET 'job.epoch-interval' = '1 min';",
}

function hang({ api, direction, action }: Case, proxy: KafkaProxy): Interference {
  return proxy.on(api, direction, action, Infinity)
}

async function recordsRead(job: NumbersProcess): Promise<number> {
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(job.stderr) ?? []
  if (url === undefined) return 0
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return Number(/^sluice_records_in_total\{.*\} (\d+)$/m.exec(metrics)?.[1] ?? 0)
}

for (const one of cases) {
  const threads = one.workers === 1 ? '' : `, ${one.workers} threads`
  test(`SIGTERM, commit ${one.commit}${threads}: ${one.title}`, async (context) => {
    const started = kafka(context)
    if (started === null) return
    const { proxy } = started
    await inTemporaryFolder(async (folder) => {
      const settings = `${settingsFor[one.commit]} SET 'job.shards' = '2';`
      const numbers = new Numbers({
        ...{ folder, name: basename(folder), brokers: proxy.address, partitions: 2, records, settings },
        ...{ workers: one.workers, recordsPerSecondMax: 3_000 },
      })
      await numbers.fill()
      const job = numbers.start([], ['--http', '0'])
      try {
        await waitFor('records', waitMsMax, async () => {
          assert.equal(job.child.exitCode, null, job.stderr)
          return one.commit === 'last' ? (await recordsRead(job)) > 2_000 : job.commits > 2
        })
        const hanging = hang(one, proxy)
        if (one.commit === 'under way') await hanging.met
        const startedMs = performance.now()
        const code = await Promise.race([
          job.end('SIGTERM'),
          new Promise<string>((resolve) => setTimeout(() => resolve('runs on'), stopMsMax).unref()),
        ])
        context.diagnostic(`ended after ${Math.round(performance.now() - startedMs)} ms, ${hanging.count} held`)
        assert.equal(code, 130, job.stderr)
        assert.ok(hanging.count > 0, 'nothing hung')
        assert.match(
          job.stderr,
          /^warning: shard \d: epoch \d+ may not be committed: .* did not come within 7 s; the next run/m,
        )
        hanging.release()
        if (one.action === 'late') await hanging.arrived
      } finally {
        await job.end('SIGKILL')
        proxy.calm()
      }
      await numbers.finish(records)
    })
  })
}
