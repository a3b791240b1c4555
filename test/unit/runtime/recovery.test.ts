/** State that is not what it must be is refused with the reason; nothing is written then. */
import assert from 'node:assert/strict'
import { readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import test from 'node:test'
import type { TestContext } from 'node:test'
import type { DurableFiles } from '../../../src/runtime/state/durable-files.ts'
import { nodeFiles } from '../../../src/runtime/state/durable-files.ts'
import { StateError } from '../../../src/runtime/state/state-folder.ts'
import { Crash, Workshop } from './support.ts'

async function ranOnce(t: TestContext): Promise<Workshop> {
  const workshop = new Workshop()
  t.after(() => workshop.remove())
  workshop.writeInput(4)
  await workshop.run(workshop.plan(10))
  return workshop
}

async function refuses(workshop: Workshop, message: RegExp): Promise<void> {
  const before = workshop.files('out')
  await assert.rejects(workshop.run(workshop.plan(10)), (error: unknown) => {
    assert.ok(error instanceof StateError, String(error))
    assert.match(error.message, message)
    return true
  })
  assert.deepEqual(workshop.files('out'), before)
}

test('a lost job.json', async (t) => {
  const workshop = await ranOnce(t)
  unlinkSync(workshop.path('state/job.json'))
  await refuses(workshop, /holds epochs of a job, and its job\.json is missing/)
})

test('a manifest that was changed', async (t) => {
  const workshop = await ranOnce(t)
  const path = workshop.path('state/committed/1/0/3')
  const text = readFileSync(path, 'utf8')
  // A new file: the published mark is a second name of the old one.
  unlinkSync(path)
  writeFileSync(path, text.replace('"epoch": 3', '"epoch":  3'))
  await refuses(workshop, /committed\/1\/0\/3` is not the epoch that .*\/4` follows/)
})

test('a state folder restored without its head', async (t) => {
  const workshop = await ranOnce(t)
  unlinkSync(workshop.path('state/committed/1/0/4'))
  rmSync(workshop.path('state/published'), { recursive: true })
  await refuses(
    workshop,
    /^sink `rows` holds `.*part-.*-4-0.*`, and the state of this job ends with epoch 3: it is an old copy$/,
  )
})

test('a decided file that is gone under both names', async (t) => {
  const workshop = new Workshop()
  t.after(() => workshop.remove())
  workshop.writeInput(1)
  const staged: string[] = []
  const noPublication: DurableFiles = {
    ...nodeFiles,
    link: async (existing, path) => {
      if (!path.includes('part-')) return nodeFiles.link(existing, path)
      staged.push(existing)
      throw new Crash('publication')
    },
  }
  await assert.rejects(workshop.run(workshop.plan(10), noPublication), Crash)
  unlinkSync(staged[0])
  await refuses(workshop, /of a decided epoch is gone, and so is its staged copy/)
})

test('another process that decides the same epoch: this one stops and publishes nothing', async (t) => {
  const workshop = new Workshop()
  t.after(() => workshop.remove())
  workshop.writeInput(1)
  const overtaken: DurableFiles = {
    ...nodeFiles,
    link: async (existing, path) => {
      if (path.endsWith('committed/1/0/1')) await nodeFiles.write(path, '{"another": "manifest"}\n')
      return nodeFiles.link(existing, path)
    },
  }
  await assert.rejects(workshop.run(workshop.plan(10), overtaken), /another process has committed epoch 1 of the job/)
  assert.deepEqual(workshop.files('out'), [])
})
