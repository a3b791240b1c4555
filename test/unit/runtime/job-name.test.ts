/** What a job is called where the project says it, or the groups of its sources, or nobody. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { compile } from '../../../src/compile.ts'
import { groupsOf } from '../../../src/runtime/connect/source.ts'
import { jobNameOf } from '../../../src/runtime/state/job-identity.ts'
import { StateError } from '../../../src/runtime/state/state-folder.ts'

/** Of two Kafka sources, b and a; an empty group: none is written. */
function nameOf(groups: readonly [string, string], settings = ''): string {
  const sources = ['b', 'a'].map((name, index) => {
    const group = groups[index] === '' ? '' : `, 'properties.group.id' = '${groups[index]}'`
    return `
      CREATE SOURCE ${name} WITH ('connector' = 'kafka', 'properties.bootstrap.servers' = 'k:1', 'topic' = '${name}'${group});
      CREATE STREAMING TABLE t_${name} (n BIGINT) FROM ${name} PARSE JSON;
      CREATE SINK k_${name} WITH ('connector' = 'print') AS SELECT * FROM t_${name};`
  })
  const { plan, diagnostics } = compile([{ path: 'job.sql', text: settings + sources.join('') }])
  if (plan === null) throw new Error(diagnostics.map(({ message }) => message).join('; '))
  return jobNameOf(plan, groupsOf(plan.sources))
}

test('the setting comes first, then the group, then the names of the sources', () => {
  assert.equal(nameOf(['g', 'h'], "SET 'job.name' = 'shop';"), 'shop')
  assert.equal(nameOf(['g', 'g']), 'g')
  assert.equal(nameOf(['g', '']), 'g')
  assert.equal(nameOf(['', '']), 'a+b')
})

test('two groups that are known at run time only are refused then', (context) => {
  process.env['JOB_NAME_TEST_GROUP'] = 'other'
  context.after(() => delete process.env['JOB_NAME_TEST_GROUP'])
  assert.throws(
    () => nameOf(['g', '${env:JOB_NAME_TEST_GROUP}']),
    (error: unknown) =>
      error instanceof StateError &&
      error.message === "the 'properties.group.id' of the sources are 'other' and 'g', and a job has one name" &&
      error.help === "name it with SET 'job.name', or give all Kafka sources one properties.group.id",
  )
  process.env['JOB_NAME_TEST_GROUP'] = 'g'
  assert.equal(nameOf(['g', '${env:JOB_NAME_TEST_GROUP}']), 'g')
})
