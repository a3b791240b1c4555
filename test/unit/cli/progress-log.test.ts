import assert from 'node:assert/strict'
import test from 'node:test'
import { Log } from '../../../src/cli/log.ts'
import { logProgress } from '../../../src/cli/progress-log.ts'

test('a line every ten seconds, until it is ended', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const written: string[] = []
  const log = new Log('text', 'info', (line) => written.push(line))
  let asked = 0
  const end = logProgress(log, async () => ({ message: `report ${++asked}`, fields: {} }))
  t.mock.timers.tick(9_999)
  assert.deepEqual(written, [])
  t.mock.timers.tick(1)
  t.mock.timers.tick(10_000)
  await Promise.resolve()
  assert.deepEqual(written, ['report 1\n', 'report 2\n'])
  t.mock.timers.tick(10_000)
  end()
  t.mock.timers.tick(60_000)
  assert.deepEqual(written, ['report 1\n', 'report 2\n'])
})
