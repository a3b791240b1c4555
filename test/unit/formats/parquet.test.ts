import assert from 'node:assert/strict'
import test from 'node:test'
import { parquetMetadata } from 'hyparquet'
import type { OutputColumn } from '../../../src/engine/ports.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { parquetDefaults, ParquetWriter } from '../../../src/formats/parquet/writer.ts'
import type { ParquetOptions } from '../../../src/formats/parquet/writer.ts'
import type { Value } from '../../../src/types/value.ts'
import { outputColumn, rowViewOf } from '../../support/columns.ts'
import { parquetOfRows, parquetOfViews } from '../../support/parquet-file.ts'
import { assertSameRows, readWithDuckDb, readWithHyparquet, withDuckDb } from '../../support/parquet-readers.ts'
import { sampleRows, typeSamples } from '../../support/values.ts'

/** Writes, reads with both readers, compares. */
async function roundTrip(
  columns: readonly OutputColumn[],
  rows: readonly (readonly Value[])[],
  options: Partial<ParquetOptions> = {},
): Promise<Buffer> {
  const bytes = await parquetOfRows(columns, rows, options)
  assertSameRows(await readWithHyparquet(bytes, columns), columns, rows, 'hyparquet')
  assertSameRows(await readWithDuckDb(bytes, columns), columns, rows, 'DuckDB')
  return bytes
}

const sampleColumns = typeSamples.map((sample) => outputColumn(sample.name, sample.type))

for (const compression of ['zstd', 'snappy', 'gzip', 'uncompressed'] as const) {
  test(`every type and value, ${compression}`, async () => {
    await roundTrip(sampleColumns, sampleRows(), { compression })
  })
}

test('one row', async () => {
  await roundTrip(sampleColumns, [typeSamples.map((sample) => sample.values[0])])
})

test('all NULL', async () => {
  await roundTrip(
    sampleColumns,
    Array.from({ length: 100 }, () => typeSamples.map(() => null)),
    { pageRows: 30 },
  )
})

/** Row r's value of column c; a number of rows that needs several pages, and with small row groups several of these. */
function table(count: number, makers: readonly ((r: number) => Value)[]): Value[][] {
  return Array.from({ length: count }, (_, r) => makers.map((make) => make(r)))
}

/** A well mixed 32-bit number of r. */
function mix(r: number): number {
  const a = Math.imul(r ^ (r >>> 16), 0x7feb_352d)
  return (Math.imul(a ^ (a >>> 15), 0x846c_a68b) ^ (a >>> 16)) >>> 0
}

test('200,000 rows over several row groups, with the encoding that suits each column', async () => {
  const columns = [
    outputColumn('rising', { kind: 'TIMESTAMP_LTZ', precision: 6 }, false),
    outputColumn('few_ints', { kind: 'INT' }),
    outputColumn('many_longs', { kind: 'BIGINT' }),
    outputColumn('few_texts', { kind: 'STRING' }),
    outputColumn('many_texts', { kind: 'STRING' }),
    outputColumn('constant', { kind: 'STRING' }, false),
    outputColumn('flags', { kind: 'BOOLEAN' }),
    outputColumn('money', { kind: 'DECIMAL', precision: 38, scale: 10 }),
    outputColumn('narrow', { kind: 'DECIMAL', precision: 9, scale: 2 }),
    outputColumn('ratio', { kind: 'DOUBLE' }),
    outputColumn('never', { kind: 'INT' }),
  ]
  const rows = table(200_000, [
    (r) => 1_795_140_000_000_000n + BigInt(r * 1000 + (mix(r) % 500)),
    (r) => (r % 7 === 0 ? null : mix(r) % 150),
    (r) => 9_007_199_254_740_993n + (BigInt(mix(r)) << 30n) + BigInt(mix(r + 1)),
    (r) => (r % 11 === 0 ? null : ['iOS', 'Android', 'Windows', ''][mix(r) % 4]),
    (r) => `player_${mix(r)}_${r}`,
    () => 'eu-west',
    (r) => (r % 5 === 0 ? null : mix(r) % 3 === 0),
    (r) => BigInt(mix(r)) * -(10n ** 20n),
    (r) => BigInt(mix(r) % 1000) - 500n,
    (r) => mix(r) / 3,
    () => null,
  ])
  const bytes = await roundTrip(columns, rows)
  const chunks = await withDuckDb(bytes, (query, path) =>
    query(
      `SELECT path_in_schema AS name, string_agg(DISTINCT encodings, ' | ') AS encodings, count(*)::INT AS groups
         FROM parquet_metadata('${path}') GROUP BY 1 ORDER BY min(column_id)`,
    ),
  )
  const seen = chunks.map(({ name, encodings }) => `${name as string}: ${encodings as string}`)
  assert.deepEqual(seen, [
    'rising: RLE, DELTA_BINARY_PACKED',
    'few_ints: RLE, RLE_DICTIONARY, PLAIN',
    'many_longs: RLE, PLAIN',
    'few_texts: RLE, RLE_DICTIONARY, PLAIN',
    'many_texts: RLE, PLAIN',
    'constant: RLE, RLE_DICTIONARY, PLAIN',
    'flags: RLE, PLAIN',
    'money: RLE, PLAIN',
    'narrow: RLE, DELTA_BINARY_PACKED',
    'ratio: RLE, PLAIN',
    'never: RLE, PLAIN',
  ])
  assert.ok(chunks.every(({ groups }) => groups === 2))
})

test('logical types, statistics and the rest of the footer', async () => {
  const rows = sampleRows()
  const footer = await withDuckDb(
    await parquetOfRows(sampleColumns, rows, { createdBy: 'sluice 1.2.3' }),
    async (query, path) => ({
      schema: await query(
        `SELECT name, type, type_length, repetition_type, converted_type, logical_type FROM parquet_schema('${path}')
         WHERE num_children IS NULL`,
      ),
      chunks: await query(
        `SELECT path_in_schema AS name, stats_min_value AS min, stats_max_value AS max, stats_null_count::INT AS nulls,
         num_values::INT AS count, total_compressed_size AS compressed, total_uncompressed_size AS uncompressed, compression
         FROM parquet_metadata('${path}')`,
      ),
      file: await query(`SELECT created_by, num_rows, num_row_groups FROM parquet_file_metadata('${path}')`),
    }),
  )
  assert.deepEqual(footer.file, [{ created_by: 'sluice 1.2.3', num_rows: 10n, num_row_groups: 1n }])
  assert.deepEqual(
    footer.schema.map(({ name, type, converted_type }) => [name, type, converted_type].join(' ').trimEnd()),
    [
      'boolean BOOLEAN',
      'tinyint INT32 INT_8',
      'smallint INT32 INT_16',
      'int INT32 INT_32',
      'bigint INT64 INT_64',
      'float FLOAT',
      'double DOUBLE',
      'decimal_9_2 INT32 DECIMAL',
      'decimal_18_2 INT64 DECIMAL',
      'decimal_18_18 INT64 DECIMAL',
      'decimal_38_10 FIXED_LEN_BYTE_ARRAY DECIMAL',
      'string BYTE_ARRAY UTF8',
      'varchar BYTE_ARRAY UTF8',
      'bytes BYTE_ARRAY',
      'date INT32 DATE',
      'time_0 INT64 TIME_MICROS',
      'time_6 INT64 TIME_MICROS',
      'timestamp_3 INT64 TIMESTAMP_MICROS',
      'timestamp_6 INT64 TIMESTAMP_MICROS',
      'timestamp_ltz_3 INT64 TIMESTAMP_MICROS',
      'timestamp_ltz_6 INT64 TIMESTAMP_MICROS',
      'json BYTE_ARRAY JSON',
    ],
  )
  const logical = Object.fromEntries(
    footer.schema.map((element) => [element.name as string, String(element.logical_type)]),
  )
  assert.equal(logical.tinyint, 'IntType(bitWidth=\b, isSigned=1)')
  assert.equal(logical.decimal_38_10, 'DecimalType(scale=10, precision=38)')
  assert.equal(logical.string, 'StringType()')
  assert.equal(logical.json, 'JsonType()')
  assert.equal(logical.date, 'DateType()')
  assert.match(logical.time_6, /^TimeType\(isAdjustedToUTC=0, .*MICROS=MicroSeconds/)
  assert.match(logical.timestamp_3, /^TimestampType\(isAdjustedToUTC=0, .*MICROS=MicroSeconds/)
  assert.match(logical.timestamp_ltz_3, /^TimestampType\(isAdjustedToUTC=1, .*MICROS=MicroSeconds/)
  assert.deepEqual(
    footer.chunks.map(({ name, min, max, nulls }) => [name, min, max, nulls].join(' | ')),
    [
      'boolean | false | true | 8',
      'tinyint | -128 | 127 | 5',
      'smallint | -32768 | 32767 | 7',
      'int | -2147483648 | 2147483647 | 6',
      'bigint | -9223372036854775808 | 9223372036854775807 | 2',
      'float | -3.4e+38 | 1.5 | 5',
      'double | -1.5e+300 | 123456789.123 | 5',
      'decimal_9_2 | -1.50 | 9999999.99 | 5',
      'decimal_18_2 | -9999999999999999.99 | 9999999999999999.99 | 3',
      'decimal_18_18 | -.999999999999999999 | .000000000000000001 | 8',
      'decimal_38_10 | -9999999999999999999999999999.9999999999 | 9999999999999999999999999999.9999999999 | 1',
      'string |  | Ωmega 玩家 🐉 | 5',
      'varchar |  | short | 8',
      'bytes |  | \\x01 | 7',
      'date | 0001-01-01 | 9999-12-31 | 5',
      'time_0 | 00:00:00 | 23:59:59 | 7',
      'time_6 | 00:00:00 | 23:59:59.999999 | 7',
      'timestamp_3 | 0001-01-01 00:00:00 | 9999-12-31 23:59:59.999 | 3',
      'timestamp_6 | 0001-01-01 00:00:00 | 9999-12-31 23:59:59.999999 | 3',
      'timestamp_ltz_3 | 0001-01-01 00:00:00+00 | 9999-12-31 23:59:59.999+00 | 3',
      'timestamp_ltz_6 | 0001-01-01 00:00:00+00 | 9999-12-31 23:59:59.999999+00 | 3',
      'json | "x" | {"a":[1,2.50]} | 6',
    ],
  )
})

test('timestamps in milliseconds', async () => {
  const values = [-1n, -1000n, -1001n, 0n, 999n, 1000n, 253_402_300_799_999_999n, -62_135_596_800_000_000n, null]
  const column = outputColumn('t', { kind: 'TIMESTAMP', precision: 6 })
  const bytes = await parquetOfRows(
    [column],
    values.map((value) => [value]),
    { timestampUnit: 'millis' },
  )
  const floored = values.map((value) => [value === null ? null : value - (((value % 1000n) + 1000n) % 1000n)])
  assertSameRows(await readWithDuckDb(bytes, [column]), [column], floored, 'DuckDB')
  const [{ unit }] = await withDuckDb(bytes, (query, path) =>
    query(`SELECT logical_type AS unit FROM parquet_schema('${path}') WHERE name = 't'`),
  )
  assert.match(unit as string, /MILLIS=MilliSeconds/)
})

test('long strings: whole in the file, and not in the statistics', async () => {
  const columns = [outputColumn('long', { kind: 'STRING' }), outputColumn('edge', { kind: 'STRING' })]
  const long = (letter: string): string => letter.repeat(1_048_576)
  const rows: Value[][] = [
    [long('a'), 'x'.repeat(64)],
    [long('b'), 'y'.repeat(64)],
    [long('b'), null],
    [null, ''],
    ['', 'x'],
    ['short', 'y'],
  ]
  const bytes = await roundTrip(columns, [...rows, ...rows, ...rows])
  const chunks = await withDuckDb(bytes, (query, path) =>
    query(`SELECT stats_min_value AS min, stats_max_value AS max FROM parquet_metadata('${path}')`),
  )
  assert.deepEqual(
    chunks.map((chunk) => ({ ...chunk })),
    [
      { min: '', max: 'short' },
      { min: '', max: 'y'.repeat(64) },
    ],
  )
  const tooLong = await parquetOfRows(columns, [
    ['a', 'a'],
    [long('b'), 'y'.repeat(65)],
  ])
  const metadata = parquetMetadata(new Uint8Array(tooLong).buffer)
  for (const { meta_data } of metadata.row_groups[0].columns) {
    assert.equal(meta_data?.statistics?.max_value, undefined)
    assert.equal(meta_data?.statistics?.null_count, 0n)
  }
})

test('a dictionary that stops paying is given up within a row group', async () => {
  const columns = [outputColumn('s', { kind: 'STRING' }), outputColumn('n', { kind: 'BIGINT' })]
  const rows = table(9000, [
    (r) => (r < 3000 ? `few ${r % 5}` : r % 13 === 0 ? null : `many ${mix(r)} ${r}`),
    (r) => (r < 3000 ? BigInt(r % 5) << 60n : (BigInt(mix(r)) << 31n) * (r % 2 === 0 ? 1n : -1n)),
  ])
  const bytes = await roundTrip(columns, rows, { pageRows: 1000 })
  const chunks = await withDuckDb(bytes, (query, path) => query(`SELECT encodings FROM parquet_metadata('${path}')`))
  for (const { encodings } of chunks) assert.equal(encodings, 'RLE, RLE_DICTIONARY, PLAIN')
})

test('rows are appended by selection, in any portions; finished row groups leave the memory', async () => {
  const columns = [outputColumn('n', { kind: 'INT' }, false)]
  const numbers = table(1000, [(r) => r])
  const view = rowViewOf(columns, numbers)
  const even = Int32Array.from({ length: 500 }, (_, k) => 2 * k)
  const writer = new ParquetWriter(columns, { ...parquetDefaults, rowGroupRows: 100 })
  assert.deepEqual(writer.takeFinished(), [])
  writer.append(view, { rows: even, count: 450 })
  const before = writer.bufferedBytes
  const parts = [...writer.takeFinished()]
  assert.ok(writer.bufferedBytes < before)
  writer.append(view, { rows: Int32Array.of(1, 3), count: 2 })
  const bytes = Buffer.concat([...parts, ...writer.finish()])
  const wanted = [...[...even.subarray(0, 450)].map((n) => [n]), [1], [3]]
  assertSameRows(await readWithHyparquet(bytes, columns), columns, wanted, 'hyparquet')
  const { row_groups } = parquetMetadata(new Uint8Array(bytes).buffer)
  assert.deepEqual(
    row_groups.map((group) => Number(group.num_rows)),
    [100, 100, 100, 100, 52],
  )
})

test('row groups end by bytes', async () => {
  const columns = [outputColumn('s', { kind: 'STRING' })]
  const rows = table(300, [(r) => mix(r).toString(36).repeat(1000)])
  const views = rows.map((row) => ({ view: rowViewOf(columns, [row]), selection: allRows(1) }))
  const bytes = await parquetOfViews(columns, views, { compression: 'uncompressed', rowGroupBytes: 1_000_000 })
  assertSameRows(await readWithHyparquet(bytes, columns), columns, rows, 'hyparquet')
  const sizes = parquetMetadata(new Uint8Array(bytes).buffer).row_groups.map((group) => Number(group.total_byte_size))
  for (const size of sizes.slice(0, -1)) assert.ok(size > 950_000 && size < 1_100_000, `${size} bytes`)
  assert.ok(sizes.length > 1)
})

test('what cannot be: no columns, no rows, NULL in NOT NULL', async () => {
  assert.throws(() => new ParquetWriter([]), /needs a column/)
  await assert.rejects(parquetOfRows([outputColumn('n', { kind: 'INT' })], []), /without rows/)
  await assert.rejects(parquetOfRows([outputColumn('n', { kind: 'INT' }, false)], [[null]]), /NOT NULL/)
  const tags = outputColumn('tags', { kind: 'ARRAY', element: { kind: 'STRING' } }, false)
  await assert.rejects(parquetOfRows([tags], [[null]]), /tags is NOT NULL/)
})

test('nested columns: three-level lists, maps, annotations, statistics of leaves', async () => {
  const columns = [
    outputColumn('tags', { kind: 'ARRAY', element: { kind: 'INT' } }, false),
    outputColumn('props', { kind: 'MAP', value: { kind: 'DECIMAL', precision: 12, scale: 2 } }),
    outputColumn('role', { kind: 'ROW', fields: [{ name: 'id', type: { kind: 'BIGINT' } }] }),
  ]
  const bytes = await parquetOfRows(columns, [
    [[3, null, -7], new Map([['b', 150n]]), [9_007_199_254_740_993n]],
    [[], new Map([['a', null]]), [null]],
    [[12], null, null],
  ])
  const metadata = parquetMetadata(new Uint8Array(bytes).buffer)
  const shown = metadata.schema.map(({ name, repetition_type, type, converted_type, num_children }) =>
    [name, repetition_type, type, converted_type, num_children].filter((part) => part !== undefined).join(' '),
  )
  assert.deepEqual(shown, [
    'schema 3',
    'tags REQUIRED LIST 1',
    'list REPEATED 1',
    'element OPTIONAL INT32 INT_32',
    'props OPTIONAL MAP 1',
    'key_value REPEATED 2',
    'key REQUIRED BYTE_ARRAY UTF8',
    'value OPTIONAL INT64 DECIMAL',
    'role OPTIONAL 1',
    'id OPTIONAL INT64 INT_64',
  ])
  const leaves = metadata.row_groups[0].columns.map(({ meta_data }) => meta_data!)
  assert.deepEqual(
    leaves.map((leaf) => [leaf.path_in_schema.join('.'), Number(leaf.num_values), Number(leaf.statistics?.null_count)]),
    [
      ['tags.list.element', 5, 2],
      ['props.key_value.key', 3, 1],
      ['props.key_value.value', 3, 2],
      ['role.id', 3, 2],
    ],
  )
  assert.deepEqual(
    leaves.map(({ statistics }) => [statistics?.min_value, statistics?.max_value]),
    [
      [-7, 12],
      ['a', 'b'],
      [1.5, 1.5],
      [9_007_199_254_740_993n, 9_007_199_254_740_993n],
    ],
  )
})

test('statistics of many values, in the order of each type', async () => {
  const columns = [
    outputColumn('wide', { kind: 'DECIMAL', precision: 38, scale: 0 }),
    outputColumn('long', { kind: 'BIGINT' }),
    outputColumn('text', { kind: 'STRING' }),
  ]
  // The words of the numbers differ in all places, and have their highest bits set or not.
  const wide = (r: number): bigint =>
    BigInt.asIntN(120, (BigInt(mix(r)) << 90n) ^ (BigInt(mix(r + 1)) << 40n) ^ BigInt(mix(r + 2)))
  const near = (r: number): bigint => (1n << 96n) + (BigInt(mix(r)) << 32n) + BigInt(mix(r + 1))
  const cases: ((r: number) => Value[])[] = [
    (r) => [wide(r), BigInt.asIntN(64, wide(r)), String.fromCodePoint(0x20 + (mix(r) % 0xd000), 0x1_0000 + (r % 99))],
    (r) => [near(r), (1n << 40n) + BigInt(mix(r)), `same beginning ${mix(r)}`],
    (r) => [-near(r), -(1n << 40n) - BigInt(mix(r)), mix(r) % 2 === 0 ? 'a' : 'ab'],
  ]
  for (const make of cases) {
    const rows = Array.from({ length: 700 }, (_, r) => make(r))
    const chunks = await withDuckDb(await parquetOfRows(columns, rows, { pageRows: 150 }), (query, path) =>
      query(`SELECT stats_min_value AS min, stats_max_value AS max FROM parquet_metadata('${path}')`),
    )
    const ordered = columns.map((_, c) => rows.map((row) => row[c] as bigint | string).toSorted(byBytes))
    assert.deepEqual(
      chunks.map(({ min, max }) => [min, max]),
      ordered.map((values) => [String(values[0]), String(values.at(-1))]),
    )
  }
})

/** Numbers by value, texts by their UTF-8. */
function byBytes(a: bigint | string, b: bigint | string): number {
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string))
  return a < (b as bigint) ? -1 : 1
}

test('a zero as smallest is -0, as largest +0', async () => {
  const columns = [outputColumn('d', { kind: 'DOUBLE' }), outputColumn('f', { kind: 'FLOAT' })]
  const bytes = await parquetOfRows(columns, [
    [-0, -0],
    [-0, -0],
  ])
  await roundTrip(columns, [[-0, -0]])
  const { row_groups } = parquetMetadata(new Uint8Array(bytes).buffer)
  for (const { meta_data } of row_groups[0].columns) {
    assert.ok(Object.is(meta_data?.statistics?.min_value, -0))
    assert.ok(Object.is(meta_data?.statistics?.max_value, 0))
  }
})

test('each row group has its own statistics and places of pages', async () => {
  const columns = [outputColumn('n', { kind: 'INT' }), outputColumn('s', { kind: 'STRING' })]
  const rows = table(2000, [
    (r) => (r < 1000 ? 1_000_000 : -1_000_000) + (r % 2) * 900_000,
    (r) => (r < 1000 ? 'm' : 'z') + (r % 2),
  ])
  const { row_groups } = parquetMetadata(
    new Uint8Array(await parquetOfRows(columns, rows, { rowGroupRows: 1000 })).buffer,
  )
  const chunks = row_groups.flatMap((group) => group.columns.map(({ meta_data }) => meta_data))
  assert.deepEqual(
    chunks.map((chunk) => [chunk?.statistics?.min_value, chunk?.statistics?.max_value]),
    [
      [1_000_000, 1_900_000],
      ['m0', 'm1'],
      [-1_000_000, -100_000],
      ['z0', 'z1'],
    ],
  )
  for (const chunk of chunks) {
    assert.ok(Number(chunk?.dictionary_page_offset) > 0)
    assert.ok(Number(chunk?.data_page_offset) > Number(chunk?.dictionary_page_offset))
  }
})

test('the order of statistics is declared for every column', async () => {
  const bytes = await parquetOfRows(sampleColumns, sampleRows(), { createdBy: 'us' })
  // The end of the footer: created_by, then a list of a struct each, of one empty struct: 1c 00 00.
  const end = `28027573${'19fc'}${sampleColumns.length.toString(16)}${'1c0000'.repeat(sampleColumns.length)}00`
  assert.equal(bytes.subarray(0, -8).toString('hex').slice(-end.length), end)
})

test('bloom filters: what is in a row group is found, most else is not', async () => {
  const columns = [
    outputColumn('id', { kind: 'BIGINT' }, false),
    outputColumn('rising', { kind: 'INT' }, false),
    outputColumn('name', { kind: 'STRING' }),
    outputColumn('few', { kind: 'STRING' }),
    outputColumn('money', { kind: 'DECIMAL', precision: 9, scale: 2 }),
    outputColumn('without', { kind: 'INT' }),
  ]
  const rows = table(4000, [
    (r) => BigInt(mix(r)) * 2_000_000_011n,
    (r) => r * 2,
    (r) => (r % 9 === 0 ? null : `player-${'x'.repeat(r % 60)}-${mix(r)}`),
    (r) => ['ios', 'android', ''][r % 3],
    (r) => BigInt(r % 50),
    (r) => r,
  ])
  const bloomFilterColumns = ['id', 'rising', 'name', 'few', 'money']
  const bytes = await roundTrip(columns, rows, { rowGroupRows: 1000, bloomFilterColumns })
  await withDuckDb(bytes, async (query, path) => {
    const metadata = await query(
      `SELECT path_in_schema AS name, count(bloom_filter_offset)::INT AS filters, min(bloom_filter_length)::INT AS bytes
       FROM parquet_metadata('${path}') GROUP BY 1 ORDER BY min(column_id)`,
    )
    assert.deepEqual(
      metadata.map(({ name, filters }) => [name, filters]),
      [...bloomFilterColumns.map((name) => [name, 4]), ['without', 0]],
    )
    /** How many of the four row groups the filter excludes. */
    const excluded = async (column: string, value: string): Promise<number> => {
      const probed = await query(`SELECT * FROM parquet_bloom_probe('${path}', '${column}', ${value})`)
      assert.equal(probed.length, 4, `${column} is probed`)
      return probed.filter((row) => row['bloom_filter_excludes'] === true).length
    }
    let missed = 0
    for (const r of [0, 1, 500, 1700, 2999, 3998]) {
      const [id, rising, name] = rows[r]
      assert.ok((await excluded('id', `${id as bigint}::BIGINT`)) < 4)
      assert.ok((await excluded('rising', `${rising as number}::INTEGER`)) < 4)
      if (name !== null) assert.ok((await excluded('name', `'${name as string}'`)) < 4)
      missed += await excluded('id', `${(id as bigint) + 1n}::BIGINT`)
      missed += await excluded('rising', `${(rising as number) + 1}::INTEGER`)
      missed += await excluded('name', `'nobody-${r}'`)
    }
    assert.ok(missed >= 6 * 3 * 4 - 4, `${missed} of 72 are excluded`)
    for (const few of ['ios', 'android', '']) assert.equal(await excluded('few', `'${few}'`), 0)
    assert.equal(await excluded('few', `'windows'`), 4)
  })
})
