/** JSONTestSuite's files, each a record: those it says must be accepted are, those that must be rejected are in the error stream. */
import assert from 'node:assert/strict'
import { globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { inTemporaryFolder, runToEnd, sharedData } from '../../support/sluice.ts'

const folder = sharedData('JSONTestSuite/test_parsing')
const skip = folder === null ? 'the shared JSONTestSuite is absent' : false

const emptyText = 'n_structure_no_data.json'

const spec = `
CREATE SOURCE texts WITH ('connector' = 'file', 'path' = '\${env:IN}', 'framing' = 'whole');
CREATE STREAMING TABLE document (file STRING NOT NULL METADATA FROM 'file.name', whole JSON REST) FROM texts PARSE JSON;
CREATE SINK accepted WITH ('connector' = 'hive', 'path' = '\${env:OUT}/accepted', 'format' = 'json') AS SELECT * FROM document;
CREATE SINK rejected WITH ('connector' = 'hive', 'path' = '\${env:OUT}/rejected', 'format' = 'json') AS SELECT * FROM ERRORS OF texts;
`

test('y_ texts are accepted, n_ texts are rejected, nothing crashes', { skip }, async () => {
  await inTemporaryFolder(async (temporary) => {
    const names = readdirSync(folder ?? '')
    writeFileSync(join(temporary, 'spec.sql'), spec)
    const out = join(temporary, 'out')
    const env = { IN: folder ?? '', OUT: out }
    const summary = await runToEnd([join(temporary, 'spec.sql'), '--state-dir', join(temporary, 'state')], { env })
    assert.equal(summary.sources['texts']?.in, names.length)
    const accepted = new Set(rows(join(out, 'accepted')).map((row) => String(row['file'])))
    const rejected = new Set(rows(join(out, 'rejected')).map((row) => String(row['topic']).split('/').at(-1) ?? ''))
    // The empty text is an empty record, which is dropped as such everywhere.
    const texts = names.filter((name) => name !== emptyText)
    assert.equal(texts.length, names.length - 1)
    assert.equal(summary.tables['document']?.dropped['empty'], 1)
    for (const name of texts) {
      if (name.startsWith('y_')) assert.ok(accepted.has(name), `${name} must be accepted`)
      if (name.startsWith('n_')) assert.ok(rejected.has(name), `${name} must be rejected`)
      assert.equal(Number(accepted.has(name)) + Number(rejected.has(name)), 1, name)
    }
    assert.ok(!accepted.has(emptyText) && !rejected.has(emptyText))
  })
})

function rows(path: string): readonly Record<string, unknown>[] {
  return globSync(join(path, '*.jsonl')).flatMap((file) =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  )
}
