/** csv-spectrum's files against their JSON twins: quotes, newlines in quotes, CRLF, headers. */
import assert from 'node:assert/strict'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { inTemporaryFolder, runToEnd, sharedData } from '../../support/sluice.ts'

const folder = sharedData('csv-spectrum')
const skip = folder === null ? 'the shared csv-spectrum is absent' : false

const columnsOf: Readonly<Record<string, readonly string[]>> = {
  comma_in_quotes: ['first', 'last', 'address', 'city', 'zip'],
  empty: ['a', 'b', 'c'],
  empty_crlf: ['a', 'b', 'c'],
  escaped_quotes: ['a', 'b'],
  json: ['key', 'val'],
  location_coordinates: ['Contact Phone Number', 'Location Coordinates', 'Cities', 'Counties'],
  newlines: ['a', 'b', 'c'],
  newlines_crlf: ['a', 'b', 'c'],
  quotes_and_newlines: ['a', 'b'],
  simple: ['a', 'b', 'c'],
  simple_crlf: ['a', 'b', 'c'],
  utf8: ['a', 'b', 'c'],
}
const names = Object.keys(columnsOf)

type Row = Readonly<Record<string, string>>

test('every file is its twin', { skip }, async () => {
  const files = globSync('*.csv', { cwd: join(folder ?? '', 'csvs') }).map((file) => file.replace('.csv', ''))
  assert.deepEqual(files.toSorted(), names)
  const { rows, counted } = await readAll((columns) => columns)
  for (const name of names) {
    assert.deepEqual(rows[name], expectedRows(name), name)
    // The header is not a record.
    assert.equal(counted[name], expectedRows(name).length)
  }
})

test('the header says which column is which, in whatever order they are declared', { skip }, async () => {
  const { rows } = await readAll((columns) => columns.toReversed())
  for (const name of names) assert.deepEqual(rows[name], expectedRows(name), name)
})

test('columns that are not declared are left out', { skip }, async () => {
  const { rows } = await readAll((columns) => columns.slice(1, 2))
  for (const name of names) {
    const [column] = columnsOf[name].slice(1)
    assert.deepEqual(
      rows[name],
      expectedRows(name).map((row) => ({ [column]: row[column] })),
      name,
    )
  }
})

/**
 * The twin of location_coordinates is one object, not a list, and of another telephone number. Both hold U+FFFD for degree
 * signs that were lost before they were published.
 */
function expectedRows(name: string): readonly Row[] {
  const twin = JSON.parse(readFileSync(join(folder ?? '', 'json', `${name}.json`), 'utf8')) as Row | readonly Row[]
  return 'length' in twin ? (twin as readonly Row[]) : [{ ...twin, 'Contact Phone Number': '2095257564' }]
}

/** Where files of that name have lost their CRs on the way here, they get them back. */
function textOf(name: string): string {
  const text = readFileSync(join(folder ?? '', 'csvs', `${name}.csv`), 'utf8')
  return name.endsWith('_crlf') && !text.includes('\r') ? text.replaceAll('\n', '\r\n') : text
}

async function readAll(order: (columns: readonly string[]) => readonly string[]) {
  const rows: Record<string, readonly unknown[]> = {}
  const counted: Record<string, number | undefined> = {}
  await inTemporaryFolder(async (temporary) => {
    mkdirSync(join(temporary, 'in'))
    for (const name of names) writeFileSync(join(temporary, 'in', `${name}.csv`), textOf(name))
    const spec = names.map((name) => statements(name, order(columnsOf[name]), temporary)).join('')
    writeFileSync(join(temporary, 'spec.sql'), spec)
    const summary = await runToEnd([join(temporary, 'spec.sql'), '--state-dir', join(temporary, 'state')])
    for (const name of names) {
      counted[name] = summary.sources[`${name}_csv`]?.in
      const lines = globSync(join(temporary, 'out', name, '*.jsonl')).map((file) =>
        readFileSync(file, 'utf8').trimEnd(),
      )
      rows[name] = lines.flatMap((text) => text.split('\n').map((line) => JSON.parse(line) as unknown))
    }
  })
  return { rows, counted }
}

function statements(name: string, columns: readonly string[], temporary: string): string {
  const path = join(temporary, 'in', `${name}.csv`)
  return `
CREATE SOURCE ${name}_csv WITH ('connector' = 'file', 'path' = '${path}', 'framing' = 'csv', 'csv.header' = 'true');
CREATE STREAMING TABLE ${name}_twin (${columns.map((column) => `\`${column}\` STRING`).join(', ')})
FROM ${name}_csv PARSE CSV;
CREATE SINK ${name}_rows
WITH ('connector' = 'hive', 'path' = '${join(temporary, 'out', name)}', 'format' = 'json')
AS SELECT * FROM ${name}_twin;
`
}
