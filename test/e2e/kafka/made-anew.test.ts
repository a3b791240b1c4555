/**
 * The topic that a running job reads is deleted and made anew: it notices before it commits anything of the new one, says what it
 * says at a start, and nothing of the new topic is in any sink.
 */
import assert from 'node:assert/strict'
import { basename } from 'node:path'
import test from 'node:test'
import { waitFor } from '../../servers/process.ts'
import { Numbers } from '../../support/exactly-once.ts'
import { administer, endOf } from '../../support/kafka-admin.ts'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'
import { inTemporaryFolder, sluice } from '../../support/sluice.ts'

const records = 200
const partitions = 2
const waitMsMax = 60_000
const server = kafkaOfFile()

/** How much the new topic holds when the job looks at it. */
const cases = [
  { title: 'less than was read of the old one', recordsAnew: [100] },
  { title: 'as much, and then more', recordsAnew: [200, 2] },
  { title: 'more: it has grown past the offset', recordsAnew: [1_000] },
] as const

for (const { title, recordsAnew } of cases) {
  for (const workers of [1, 2]) {
    test(`${title}${workers === 1 ? '' : ', two threads'}`, async (context) => {
      if (server.isMissing(context)) return
      await inTemporaryFolder(async (folder) => {
        const settings = "SET 'job.epoch-interval' = '300 ms'; SET 'job.shards' = '2';"
        const name = basename(folder)
        const { brokers } = server
        const numbers = new Numbers({ brokers, folder, name, partitions, records, settings, workers })
        await numbers.fill()
        const job = numbers.start([], ['--http', '0'])
        try {
          await waitFor('all records committed', waitMsMax, async () => {
            assert.equal(job.child.exitCode, null, job.stderr)
            return committed(job.stderr) === records
          })
          await administer(brokers, async (admin) => {
            await admin.deleteTopics({ topics: [name] })
            await admin.createTopics({ topics: [{ topic: name, numPartitions: partitions }], waitForLeaders: false })
          })
          await waitFor('the new topic', waitMsMax, async () => (await endOf(brokers, name).catch(() => null)) === 0)
          // Other numbers than those of the old topic.
          for (const count of recordsAnew) await numbers.send(records, records + count)
          const code = await Promise.race([
            job.ended,
            new Promise<string>((resolve) => setTimeout(() => resolve('runs on'), waitMsMax).unref()),
          ])
          assert.equal(code, 2, job.stderr)
          const [, error = '', help = ''] = /^error: (.*)\n +(.*)$/m.exec(job.stderr) ?? []
          context.diagnostic(error)
          assert.match(error, /`?'?[\w.-]+'?`?, partition [01].*: the topic was made anew$/)
          assert.match(help, /another SET 'job\.name'|another 'job\.name'/)
        } finally {
          await job.end('SIGKILL')
        }
        await numbers.check(records)
        const again = await sluice(['run', numbers.spec, '--state-dir', numbers.state, '--until', 'end'])
        assert.equal(again.code, 2)
        assert.match(again.stderr, /^error: .* is of another topic than the job has read .*made anew$/m)
      })
    })
  }
}

/** Records of all epochs that were committed. */
function committed(stderr: string): number {
  const epochs = [...stderr.matchAll(/epoch \d+ committed: ([\d,]+) record/g)]
  return epochs.reduce((sum, [, count]) => sum + Number(count.replaceAll(',', '')), 0)
}
