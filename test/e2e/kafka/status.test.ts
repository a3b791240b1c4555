/** `sluice status` of a job over shards and processes: who shares the state, and how far behind it is, asked and not asked. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { waitFor } from '../../servers/process.ts'
import { Numbers } from '../../support/exactly-once.ts'
import type { NumbersProcess } from '../../support/exactly-once.ts'
import { sluice } from '../../support/sluice.ts'
import { Project } from '../cli/project.ts'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'

interface StatusJson {
  readonly process: object | null
  readonly processes: readonly { readonly pid: number; readonly state: string }[]
  readonly shards: readonly object[]
  readonly positions: Readonly<Record<string, readonly { readonly offset: number }[]>>
  readonly lag?: readonly { readonly partition: number; readonly lag: number; readonly end: number }[]
}

const server = kafkaOfFile()

test('processes and lag', async (context) => {
  if (server.isMissing(context)) return
  const project = new Project(context)
  const name = `${Date.now().toString(36)}.status`
  const numbers = new Numbers({
    ...{ brokers: server.brokers, folder: project.folder, name, partitions: 2, records: 100 },
    settings: "SET 'job.epoch-interval' = '200 ms';",
  })
  const ask = async (...more: string[]): Promise<StatusJson> => {
    const commandLine = ['status', ...more, '--state-dir', numbers.state, '--output', 'json']
    const { code, stdout, stderr } = await sluice(commandLine)
    assert.equal(code, 0, stderr)
    return JSON.parse(stdout) as StatusJson
  }
  const show = async (...more: string[]): Promise<string> =>
    (await sluice(['status', ...more, '--state-dir', numbers.state])).stdout

  await numbers.fill()
  const processes: NumbersProcess[] = []
  const stop = async (signal: NodeJS.Signals) => Promise.all(processes.map((one) => one.end(signal)))
  context.after(() => stop('SIGKILL'))
  processes.push(numbers.start(), numbers.start())
  await waitFor('all to be committed', 60_000, async () => {
    const ended = processes.find(({ child }) => child.exitCode !== null)
    assert.equal(ended, undefined, ended?.stderr)
    const { lag = [] } = await ask(numbers.spec, '--lag').catch(() => ({ lag: [] }))
    return lag.length === 2 && lag.every((one) => one.lag === 0)
  })
  const running = await ask()
  assert.deepEqual(
    running.processes.map(({ pid, state }) => `${pid} ${state}`).toSorted(),
    processes.map(({ child }) => `${child.pid} running`).toSorted(),
  )
  assert.equal(running.process, null)
  assert.equal(running.shards.length, 2)
  assert.equal(running.lag, undefined)
  assert.match(await show(), /^ {2}process  \d+, running\n {11}\d+, running$/m)

  await stop('SIGTERM')
  assert.deepEqual((await ask()).processes, [])
  await numbers.send(100, 131)
  const behind = await ask(numbers.spec, '--lag')
  // Numbers are dealt out in turn: 16 for the first partition, 15 for the second.
  assert.deepEqual(
    behind.lag?.map(({ partition, lag, end }) => ({ partition, lag, end })),
    [
      { partition: 0, lag: 16, end: 66 },
      { partition: 1, lag: 15, end: 65 },
    ],
  )
  const text = await show(numbers.spec, '--lag')
  assert.match(text, /^ {2}process  none$/m)
  assert.match(text, /^ {2}numbers  \S+ +0  offset 50, written 20\d\d-\S+Z$/m)
  assert.match(text, /^ {2}numbers  \S+ +0 +16 +66\n {2}numbers  \S+ +1 +15 +65\n {11}all +31$/m)
})
