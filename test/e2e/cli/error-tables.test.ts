/** The error stream as a table in every format of files, in partitions by day and code: the same rows in each, in the epochs of everything else. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { duckdb } from '../../support/read-back.ts'
import { runToEnd } from '../../support/sluice.ts'
import { Project } from './project.ts'

const formats = ['parquet', 'json', 'csv', 'text'] as const
const fileOptions: Readonly<Record<(typeof formats)[number], string>> = {
  parquet: '',
  json: '',
  csv: '',
  text: `, 'sink.partition-salt' = '2'`,
}

const project = `
SET 'job.epoch-records' = '10';
CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');
CREATE STREAMING TABLE t (n INT NOT NULL) FROM s PARSE JSON;
CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json') AS SELECT * FROM t;
${formats
  .map(
    (format) => `CREATE SINK ${format} PARTITIONED BY (dt, error_code)
  WITH ('connector' = 'hive', 'path' = 'out/${format}', 'format' = '${format}'${fileOptions[format]})
  AS SELECT * FROM ERRORS OF s;`,
  )
  .join('\n')}
`

/** Of every four records one is a row; one is no JSON, one no number, one no UTF-8 and quoted in its error. */
function lines(file: number): Buffer {
  const texts = Array.from({ length: 5 }, (_, k) => [
    Buffer.from(`{"n":${file * 5 + k}}\n`),
    Buffer.from(`{"n":${file * 5 + k}, "a","b"\n`),
    Buffer.from(`{"n":"one, \\"two\\" ${file * 5 + k}"}\n`),
    Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]),
  ])
  return Buffer.concat(texts.flat())
}

const errorsOfFile = { PARSE_JSON: 5, CAST: 5, DECODE_UTF8: 5 } as const
const files = 3

/** By format: error code, table and record of each error. */
const readers: Readonly<Record<Exclude<(typeof formats)[number], 'text'>, (folder: string) => string>> = {
  parquet: (folder) => `read_parquet('${folder}/*/*/*.parquet', hive_partitioning = true)`,
  json: (folder) => `read_json('${folder}/*/*/*.jsonl', hive_partitioning = true)`,
  csv: (folder) =>
    `read_csv('${folder}/*/*/*.csv', hive_partitioning = true, header = false, names = ['stage', 'table_name', 'column_name',
      'sink_name', 'error_class', 'message', 'place', 'topic', 'partition_id', 'record_offset', 'record_time', 'hour', 'raw', 'raw_bytes', 'plan'])`,
}

test('errors by day and code, in Parquet, JSON, CSV and text', async (t) => {
  const inputs = Object.fromEntries(Array.from({ length: files }, (_, file) => [`in/${file}.log`, lines(file)]))
  const at = new Project(t, { 'p.sql': project, ...inputs })
  const { tables, sinks } = await runToEnd([at.path('p.sql'), '--state-dir', at.path('state')], { cwd: at.folder })
  const errored = Object.fromEntries(Object.entries(errorsOfFile).map(([code, count]) => [code, count * files]))
  assert.deepEqual(tables['t'], { in: 20 * files, out: 5 * files, dropped: {}, errored })
  for (const format of formats) assert.equal(sinks[format].rows, 15 * files, format)

  const wanted = Object.entries(errored).map(([error_code, rows]) => ({
    error_code,
    rows,
    days: 1,
    stages: 1,
    named: rows,
  }))
  const seen: string[] = []
  for (const [format, reader] of Object.entries(readers)) {
    const from = reader(at.path('out', format))
    const rows =
      await duckdb(`SELECT error_code, count(*)::INT AS "rows", count(DISTINCT dt)::INT AS days, count(DISTINCT stage)::INT AS stages,
      count(*) FILTER (table_name = 't')::INT AS named FROM ${from} GROUP BY error_code ORDER BY error_code`)
    assert.deepEqual(
      rows,
      wanted.toSorted((a, b) => (a.error_code < b.error_code ? -1 : 1)),
      format,
    )
    const raws = await duckdb(`SELECT raw FROM ${from} WHERE error_code <> 'DECODE_UTF8' ORDER BY raw`)
    seen.push(JSON.stringify(raws))
  }
  assert.equal(new Set(seen).size, 1, 'the raw records are the same in each')

  const codes = (format: string): string[] =>
    readdirSync(at.path('out', format))
      .flatMap((day) => readdirSync(at.path('out', format, day)))
      .toSorted()
  for (const format of formats)
    assert.deepEqual(
      codes(format),
      Object.keys(errored)
        .map((code) => `error_code=${code}`)
        .toSorted(),
    )
  assertSameEpochs(at.path('state'))
})

/** Each epoch's manifest has as many errors in each sink as its ledger says. */
function assertSameEpochs(state: string): void {
  const folder = `${state}/committed/1/0`
  const manifests = readdirSync(folder).map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Manifest)
  assert.ok(manifests.length > 1, 'several epochs')
  for (const { files: staged, counts } of manifests) {
    const errors = Object.values(counts.tables['t'].errored).reduce((sum, count) => sum + count, 0)
    for (const format of formats) {
      const rows = staged.filter(({ sink }) => sink === format).reduce((sum, file) => sum + file.rows, 0)
      assert.equal(rows, errors, format)
    }
  }
}

interface Manifest {
  readonly files: readonly { readonly sink: string; readonly rows: number }[]
  readonly counts: { readonly tables: Readonly<Record<string, { readonly errored: Readonly<Record<string, number>> }>> }
}
