/** How many files a day of short epochs makes, and how many are left when the day is compacted: measured, with the rows compared. */
import assert from 'node:assert/strict'
import { globSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { duckdb } from '../support/read-back.ts'
import { inTemporaryFolder, runToEnd, sluice } from '../support/sluice.ts'

const records = 144_000
const channels = 10

for (const salt of [1, 4]) {
  test(`more than a hundred epochs into ten Hive partitions with a salt of ${salt}, then compacted`, async (t) => {
    await inTemporaryFolder(async (folder) => {
      const lines = Array.from(
        { length: records },
        (_, n) => `{"n":${n},"channel":"c${n % channels}","text":"some text of row ${n}"}\n`,
      )
      writeFileSync(join(folder, 'in.log'), lines.join(''))
      const spec = join(folder, 'small.sql')
      writeFileSync(
        spec,
        `SET 'job.epoch-records' = '1000';
         CREATE SOURCE s WITH ('connector' = 'file', 'path' = '${folder}/in.log', 'scan.rate-limit' = '10000');
         CREATE STREAMING TABLE t (n INT NOT NULL, channel STRING NOT NULL, text STRING) FROM s PARSE JSON;
         CREATE SINK k PARTITIONED BY (channel) WITH ('connector' = 'hive', 'path' = '${folder}/out', 'format' = 'parquet', 'sink.partition-salt' = '${salt}')
         AS SELECT * FROM t;`,
      )
      const state = ['--state-dir', join(folder, 'state')]
      const { sinks } = await runToEnd([spec, ...state])
      assert.equal(sinks['k'].rows, records)
      const files = (): readonly string[] => globSync(`${folder}/out/*/*.parquet`)
      const bytes = (): number => files().reduce((sum, file) => sum + statSync(file).size, 0)
      const rows = (): ReturnType<typeof duckdb> =>
        duckdb(`SELECT channel, count(*)::INT AS "rows", count(DISTINCT n)::INT AS numbers, bit_xor(hash(n, text))::VARCHAR AS "hash"
          FROM read_parquet('${folder}/out/*/*.parquet', hive_partitioning = true) GROUP BY channel ORDER BY channel`)
      const before = { files: files().length, bytes: bytes(), rows: await rows() }
      for (let channel = 0; channel < channels; channel++)
        writeFileSync(`${folder}/out/channel=c${channel}/_SUCCESS`, '')
      const { code, stderr } = await sluice(['compact', spec, ...state])
      assert.equal(code, 0, stderr)
      t.diagnostic(`${before.files} files of ${before.bytes} bytes became ${files().length} of ${bytes()}`)
      // A file for each partition, salt and epoch, and no more; an epoch ends at the end of a batch.
      assert.equal(before.files % (salt * channels), 0)
      assert.ok(before.files > 100 * salt * channels && before.files <= 144 * salt * channels)
      assert.equal(files().length, channels)
      assert.deepEqual(await rows(), before.rows)
    })
  })
}
