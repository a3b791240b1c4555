/** Text that is not UTF-8, from the file to the row; and what is no text at all. */
import assert from 'node:assert/strict'
import { appendFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { inTemporaryFolder, runToEnd } from '../../support/sluice.ts'

// 登录|张三, 登录|𠀀 (four bytes in GB 18030), 登录|<no text>
const bytes = Buffer.from('b5c7c2bc7cd5c5c8fd0d0ab5c7c2bc7c953282360ab5c7c2bc7cff0a', 'hex')

const tables = `
CREATE STREAMING TABLE login (at BIGINT METADATA FROM 'offset', event STRING, name STRING)
FROM raw_log FILTER CONTAINS '登录' PARSE CSV WITH ('csv.field-delimiter' = '|');
CREATE SINK logins WITH ('connector' = 'hive', 'path' = '\${env:OUT}/rows', 'format' = 'json') AS SELECT * FROM login;
CREATE SINK bad WITH ('connector' = 'hive', 'path' = '\${env:OUT}/bad', 'format' = 'json')
AS SELECT error_code, record_offset, message, raw, raw_bytes FROM ERRORS OF raw_log;
`

const lost = {
  error_code: 'DECODE_UTF8',
  message: 'the record is not valid gb18030',
  raw: '登录|\ufffd',
  raw_bytes: bytes.subarray(21, -1).toString('base64'),
}

test('gb18030 from a file', async () => {
  await inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'in.log'), bytes)
    const source = `CREATE SOURCE raw_log WITH ('connector' = 'file', 'path' = '${join(folder, 'in.log')}', 'encoding' = 'GB18030');`
    writeFileSync(join(folder, 'spec.sql'), source + tables)
    const env = { OUT: join(folder, 'out') }
    const summary = await runToEnd([join(folder, 'spec.sql'), '--state-dir', join(folder, 'state')], { env })
    assert.deepEqual(summary.tables['login'], { in: 3, out: 2, dropped: {}, errored: { DECODE_UTF8: 1 } })
    assert.deepEqual(rows(join(folder, 'out/rows')), [
      { at: 0, event: '登录', name: '张三' },
      { at: 11, event: '登录', name: '𠀀' },
    ])
    assert.deepEqual(rows(join(folder, 'out/bad')), [{ ...lost, record_offset: 21 }])
  })
})

test('gb18030 from what stands for a topic', async () => {
  await inTemporaryFolder(async (folder) => {
    mkdirSync(join(folder, 'topics'))
    writeFileSync(join(folder, 'topics/t.log'), bytes)
    const source = `CREATE SOURCE raw_log WITH ('connector' = 'kafka', 'topic' = 't', 'properties.bootstrap.servers' = 'k:9092', 'encoding' = 'gb18030');`
    writeFileSync(join(folder, 'spec.sql'), source + tables)
    const env = { OUT: join(folder, 'out') }
    const local = ['--local', join(folder, 'topics'), '--state-dir', join(folder, 'state')]
    await runToEnd([join(folder, 'spec.sql'), ...local], { env })
    assert.deepEqual(
      rows(join(folder, 'out/rows')).map((row) => row['name']),
      ['张三', '𠀀'],
    )
    assert.deepEqual(rows(join(folder, 'out/bad')), [{ ...lost, record_offset: 2 }])
  })
})

test('a file with a header that has grown is read on from where it was', async () => {
  await inTemporaryFolder(async (folder) => {
    const input = join(folder, 'in.csv')
    writeFileSync(input, Buffer.from('\ufeffname,event\r\nann,"log\r\nin"\r\n', 'utf16le'))
    const spec = `
CREATE SOURCE raw_log WITH (
  'connector' = 'file', 'path' = '${input}', 'encoding' = 'utf-16le', 'framing' = 'csv', 'csv.header' = 'true'
);
CREATE STREAMING TABLE t (event STRING, name STRING, line BIGINT METADATA FROM 'file.line') FROM raw_log PARSE CSV;
CREATE SINK t_rows WITH ('connector' = 'hive', 'path' = '${join(folder, 'out')}', 'format' = 'json') AS SELECT * FROM t;
`
    writeFileSync(join(folder, 'spec.sql'), spec)
    const run = [join(folder, 'spec.sql'), '--state-dir', join(folder, 'state')]
    await runToEnd(run)
    appendFileSync(input, Buffer.from('bob,out\r\n', 'utf16le'))
    await runToEnd(run)
    assert.deepEqual(rows(join(folder, 'out')), [
      { event: 'log\r\nin', name: 'ann', line: 2 },
      { event: 'out', name: 'bob', line: 4 },
    ])
  })
})

/** In the order of the files' names, which is that of the epochs. */
function rows(path: string): readonly Record<string, unknown>[] {
  const files = globSync(join(path, '*.jsonl')).toSorted()
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'))
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}
