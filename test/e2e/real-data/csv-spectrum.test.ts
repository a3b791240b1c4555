/** csv-spectrum's files against their JSON twins. Files with newlines in quotes, and headers by option, need a later framing. */
import assert from 'node:assert/strict'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { inTemporaryFolder, runToEnd, sharedData } from '../../support/sluice.ts'

const folder = sharedData('csv-spectrum')
const skip = folder === null ? 'the shared csv-spectrum is absent' : false

const cases: Readonly<Record<string, readonly string[]>> = {
  comma_in_quotes: ['first', 'last', 'address', 'city', 'zip'],
  empty: ['a', 'b', 'c'],
  empty_crlf: ['a', 'b', 'c'],
  escaped_quotes: ['a', 'b'],
  json: ['key', 'val'],
  simple: ['a', 'b', 'c'],
  simple_crlf: ['a', 'b', 'c'],
  utf8: ['a', 'b', 'c'],
}

for (const [name, columns] of Object.entries(cases)) {
  test(`${name}.csv is its twin`, { skip }, async () => {
    await inTemporaryFolder(async (temporary) => {
      const header = columns.join(',')
      const spec = `
CREATE SOURCE csv WITH ('connector' = 'file', 'path' = '${join(folder ?? '', 'csvs', `${name}.csv`)}');
CREATE STREAMING TABLE twin (${columns.map((column) => `\`${column}\` STRING`).join(', ')})
FROM csv FILTER NOT raw = '${header}' PARSE CSV;
CREATE SINK rows WITH ('connector' = 'hive', 'path' = '${join(temporary, 'out')}', 'format' = 'json') AS SELECT * FROM twin;
`
      writeFileSync(join(temporary, 'spec.sql'), spec)
      await runToEnd([join(temporary, 'spec.sql'), '--state-dir', join(temporary, 'state')])
      const written = globSync(join(temporary, 'out/*.jsonl')).flatMap((file) =>
        readFileSync(file, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown),
      )
      assert.deepEqual(written, JSON.parse(readFileSync(join(folder ?? '', 'json', `${name}.json`), 'utf8')))
    })
  })
}
