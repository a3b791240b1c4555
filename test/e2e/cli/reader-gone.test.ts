/** The program at the other end of the pipe ends early: `sluice … | head -1`. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { executable, inTemporaryFolder } from '../../support/sluice.ts'

/** The exit code and stderr, where stdout is closed after its first piece. */
async function withoutReader(commandLine: readonly string[]): Promise<{ code: number; stderr: string }> {
  const child = spawn(process.execPath, [executable, ...commandLine], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdout.once('data', () => child.stdout.destroy())
  const [code] = (await once(child, 'close')) as [number]
  return { code, stderr }
}

test('a job whose printed rows nobody reads any more ends with an error, for not all was done', async () => {
  await inTemporaryFolder(async (folder) => {
    const rows = Array.from({ length: 200_000 }, (_, n) => `{"n":${n}}\n`)
    writeFileSync(join(folder, 'in.log'), rows.join(''))
    writeFileSync(
      join(folder, 'job.sql'),
      `CREATE SOURCE s WITH ('connector' = 'file', 'path' = '${join(folder, 'in.log')}');
       CREATE STREAMING TABLE t (n BIGINT NOT NULL) FROM s PARSE JSON;
       CREATE SINK shown WITH ('connector' = 'print') AS SELECT * FROM t;`,
    )
    const state = join(folder, 'state')
    const run = ['run', join(folder, 'job.sql'), '--until', 'end', '--state-dir', state]
    const { code, stderr } = await withoutReader(run)
    assert.equal(code, 2, stderr)
    assert.match(stderr, /error: cannot write to standard output: the reader has gone \(EPIPE\)/)
    assert.match(stderr, /the program that read the rows has ended/)
    assert.ok(existsSync(join(state, 'lock', '1.released')), 'it was ended in order')
  })
})

test('what is only shown and not read is no mistake', async () => {
  const { code, stderr } = await withoutReader(['explain-code'])
  assert.equal(code, 0)
  assert.equal(stderr, '')
})
