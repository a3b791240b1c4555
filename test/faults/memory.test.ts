/**
 * Memory and open files stay bounded, and the ledger exact, with a record of 300 MB, with a thousand tables, with five thousand Hive
 * partitions at once, and with both. What each took is printed.
 */
import assert from 'node:assert/strict'
import { closeSync, globSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { duckdb } from '../support/read-back.ts'
import { inTemporaryFolder } from '../support/sluice.ts'
import type { Summary } from '../support/sluice.ts'
import { told, watched } from '../support/watched.ts'
import type { Watched } from '../support/watched.ts'

/** The engine's memory, the budget of the files, Node and its heap; far below what the input would take. */
const residentBytesMax = 1024 ** 3
/** 200 files of sinks, 32 more being finished, and what Node has open. */
const openFilesMax = 320

function run(folder: string): Promise<Watched> {
  return watched([
    'run',
    join(folder, 'p.sql'),
    '--state-dir',
    join(folder, 'state'),
    '--until',
    'end',
    '--output',
    'json',
  ])
}

function summaryOf({ code, stdout, stderr }: Watched): Summary {
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout) as Summary
}

for (const [limit, option] of [
  ['the source', ''],
  ['the engine', `, 'scan.max-record-bytes' = '400 mb'`],
] as const) {
  test(`a record of 300 MB is an error by the limit of ${limit}; its neighbours are rows`, async (t) => {
    await inTemporaryFolder(async (folder) => {
      const file = openSync(join(folder, 'in.log'), 'w')
      writeSync(file, '{"n":1}\n{"n":2,"text":"')
      for (let mb = 0; mb < 300; mb++) writeSync(file, Buffer.alloc(1_000_000, 'x'))
      writeSync(file, '"}\n{"n":3}\n')
      closeSync(file)
      writeFileSync(
        join(folder, 'p.sql'),
        `CREATE SOURCE s WITH ('connector' = 'file', 'path' = '${folder}/in.log'${option});
         CREATE STREAMING TABLE t (n INT NOT NULL, text STRING) FROM s PARSE JSON;
         CREATE SINK k WITH ('connector' = 'hive', 'path' = '${folder}/out', 'format' = 'parquet') AS SELECT * FROM t;`,
      )
      const ran = await run(folder)
      t.diagnostic(told(ran))
      const { in: taken, out, errored } = summaryOf(ran).tables['t']
      assert.deepEqual({ taken, out, errored }, { taken: 3, out: 2, errored: { RECORD_TOO_LARGE: 1 } })
      assert.ok(ran.residentBytesMax < residentBytesMax, told(ran))
    })
  })
}

test('5,000 Hive partitions at once, in Parquet and in JSON: a file each, few of them open', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const partitions = 5_000
    const records = 300_000
    writeNumbers(join(folder, 'in.log'), records, partitions)
    const sink = (format: string): string =>
      `CREATE SINK ${format} PARTITIONED BY (p) WITH ('connector' = 'hive', 'path' = '${folder}/${format}', 'format' = '${format}')
       AS SELECT * FROM t;`
    writeFileSync(
      join(folder, 'p.sql'),
      `CREATE SOURCE s WITH ('connector' = 'file', 'path' = '${folder}/in.log');
       CREATE STREAMING TABLE t (n INT NOT NULL, p INT NOT NULL, a STRING, b STRING, c STRING, d STRING) FROM s PARSE JSON;
       ${sink('parquet')} ${sink('json')}`,
    )
    const ran = await run(folder)
    const { tables, sinks } = summaryOf(ran)
    t.diagnostic(`${told(ran)}; files: ${sinks['parquet'].files} parquet, ${sinks['json'].files} json`)
    assert.equal(tables['t'].out, records)
    for (const [name, { rows, files }] of Object.entries(sinks).filter(([, each]) => each.rows > 0)) {
      assert.equal(rows, records, name)
      assert.ok(files >= partitions && files <= 2 * partitions, `${name}: ${files} files`)
    }
    const [seen] =
      await duckdb(`SELECT count(*)::INT AS "rows", count(DISTINCT n)::INT AS numbers, count(DISTINCT p)::INT AS partitions
      FROM read_parquet('${folder}/parquet/*/*.parquet', hive_partitioning = true)`)
    assert.deepEqual(seen, { rows: records, numbers: records, partitions })
    assert.ok(ran.openFilesMax < openFilesMax, told(ran))
    assert.ok(ran.residentBytesMax < residentBytesMax, told(ran))
  })
})

test('3,000 Hive partitions of 62 columns at once, in Parquet: a file each, or few', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const partitions = 3_000
    const records = 90_000
    const columns = Array.from({ length: 60 }, (_, c) => `c${c}`)
    writeWide(join(folder, 'in.log'), records, partitions, columns)
    writeFileSync(
      join(folder, 'p.sql'),
      `CREATE SOURCE s WITH ('connector' = 'file', 'path' = '${folder}/in.log');
       CREATE STREAMING TABLE t (n INT NOT NULL, p INT NOT NULL, ${columns.map((c, i) => `${c} ${i % 3 === 0 ? 'BIGINT' : 'STRING'}`).join(', ')}) FROM s PARSE JSON;
       CREATE SINK k PARTITIONED BY (p) WITH ('connector' = 'hive', 'path' = '${folder}/out', 'format' = 'parquet') AS SELECT * FROM t;`,
    )
    const ran = await run(folder)
    const { rows, files } = summaryOf(ran).sinks['k']
    t.diagnostic(`${told(ran)}; ${files} files`)
    assert.equal(rows, records)
    assert.ok(files >= partitions && files <= 2 * partitions, `${files} files`)
    const [seen] =
      await duckdb(`SELECT count(*)::INT AS "rows", count(DISTINCT n)::INT AS numbers, sum(c0)::BIGINT::VARCHAR AS total
      FROM read_parquet('${folder}/out/*/*.parquet')`)
    assert.deepEqual(seen, { rows: records, numbers: records, total: String((records * (records - 1)) / 2) })
    assert.ok(ran.openFilesMax < openFilesMax, told(ran))
    assert.ok(ran.residentBytesMax < residentBytesMax, told(ran))
  })
})

test('a hundred tables that keep every record: what one batch becomes is written while it is being taken', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const tables = 100
    const records = 7_000
    const text = 'x'.repeat(1_000)
    writeFileSync(
      join(folder, 'in.log'),
      Array.from({ length: records }, (_, n) => `{"n":${n},"text":"${text}"}\n`).join(''),
    )
    const statements = Array.from(
      { length: tables },
      (_, k) => `CREATE STREAMING TABLE t${k} (n INT NOT NULL, text STRING) FROM s PARSE JSON;
        CREATE SINK k${k} WITH ('connector' = 'hive', 'path' = '${folder}/out/t${k}', 'format' = 'json') AS SELECT * FROM t${k};`,
    )
    const source = `CREATE SOURCE s WITH ('connector' = 'file', 'path' = '${folder}/in.log');\n`
    writeFileSync(join(folder, 'p.sql'), source + statements.join('\n'))
    const ran = await run(folder)
    const { sinks } = summaryOf(ran)
    const bytes = Object.values(sinks).reduce((sum, sink) => sum + sink.bytes, 0)
    const files = Object.values(sinks).reduce((sum, sink) => sum + sink.files, 0)
    t.diagnostic(`${told(ran)}; ${bytes} bytes in ${files} files`)
    for (let k = 0; k < tables; k++) assert.equal(sinks[`k${k}`].rows, records)
    assert.ok(bytes > 650 * 1024 ** 2)
    // Above the same for any job: the engine's memory as far as it is used, the budget of the files, Node.
    assert.ok(ran.residentBytesMax < 700 * 1024 ** 2, told(ran))
  })
})

test('1,000 tables, each with five partitions: bounded as one is', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const tables = 1_000
    const records = 400_000
    writeNumbers(join(folder, 'in.log'), records, 5, tables)
    const text = Array.from(
      { length: tables },
      (_, k) => `CREATE STREAMING TABLE t${k} (n INT NOT NULL, p INT NOT NULL, a STRING, b STRING, c STRING, d STRING)
        FROM s FILTER CONTAINS '"t":"t${k}."' PARSE JSON;
        CREATE SINK k${k} PARTITIONED BY (p) WITH ('connector' = 'hive', 'path' = '${folder}/out/t${k}', 'format' = 'parquet')
        AS SELECT * FROM t${k};`,
    )
    const source = `CREATE SOURCE s WITH ('connector' = 'file', 'path' = '${folder}/in.log');\n`
    writeFileSync(join(folder, 'p.sql'), source + text.join('\n'))
    const ran = await run(folder)
    const { tables: counts, sinks } = summaryOf(ran)
    t.diagnostic(`${told(ran)}; ${globSync(`${folder}/out/*/*/*.parquet`).length} files`)
    for (let k = 0; k < tables; k++) {
      assert.equal(counts[`t${k}`].in, records)
      assert.equal(counts[`t${k}`].out, records / tables)
      assert.equal(sinks[`k${k}`].rows, records / tables)
    }
    const [seen] = await duckdb(
      `SELECT count(*)::INT AS "rows", count(DISTINCT n)::INT AS numbers FROM read_parquet('${folder}/out/*/*/*.parquet')`,
    )
    assert.deepEqual(seen, { rows: records, numbers: records })
    assert.ok(ran.openFilesMax < openFilesMax, told(ran))
    assert.ok(ran.residentBytesMax < residentBytesMax, told(ran))
  })
})

/** Number n is of table n mod `tables`; partitions take turns. */
function writeNumbers(path: string, records: number, partitions: number, tables = 1): void {
  const file = openSync(path, 'w')
  for (let from = 0; from < records; from += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, records - from) }, (_, index) => {
      const n = from + index
      const p = Math.floor(n / tables) % partitions
      return `{"n":${n},"t":"t${n % tables}.","p":${p},"a":"a${n}","b":"some text ${n % 97}","c":"${n * 7}","d":null}\n`
    })
    writeSync(file, lines.join(''))
  }
  closeSync(file)
}

/** Each column is a number or a text of ten bytes and more. */
function writeWide(path: string, records: number, partitions: number, columns: readonly string[]): void {
  const file = openSync(path, 'w')
  for (let from = 0; from < records; from += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, records - from) }, (_, index) => {
      const n = from + index
      const values = columns.map((c, i) => `"${c}":${i % 3 === 0 ? n * (i + 1) : `"text ${n % 97} ${i}"`}`)
      return `{"n":${n},"p":${n % partitions},${values.join(',')}}\n`
    })
    writeSync(file, lines.join(''))
  }
  closeSync(file)
}
