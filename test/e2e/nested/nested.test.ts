/** ARRAY, MAP and ROW from JSON to every format, through the program, read back by avsc, DuckDB and JSON.parse. */
import assert from 'node:assert/strict'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import avsc from 'avsc'
import { duckdb } from '../../support/read-back.ts'
import { inTemporaryFolder, runToEnd, sluice } from '../../support/sluice.ts'

const spec = join(import.meta.dirname, 'orders.sql')

const records = [
  {
    id: 1,
    tags: ['b', 'a', 'b'],
    prices: { gold: '12345678901234567890.0123456789', iron: null },
    buyer: { id: '9007199254740993', since: '2026-11-20T10:00:00+08:00', address: { city: '成都' } },
    items: [
      { sku: 's1', at: '10:00:01' },
      { sku: 's2', more: { k: [1, { x: '' }, null], e: [] } },
    ],
  },
  { id: 2 },
  { id: 3, tags: ['t', null], prices: {}, buyer: {}, items: [null, {}] },
  { id: 4, tags: [null], prices: { gold: 1 } },
]

test('the tests in the file pass', async () => {
  const { code, stdout, stderr } = await sluice(['test', spec])
  assert.equal(code, 0, stdout + stderr)
})

test('nested columns in every format are read back as they were', async () => {
  await inTemporaryFolder(async (folder) => {
    mkdirSync(join(folder, 'local'))
    writeFileSync(join(folder, 'local', 'shop.raw'), records.map((record) => `${JSON.stringify(record)}\n`).join(''))
    const summary = await runToEnd([spec, '--local', 'local'], { cwd: folder })
    // What Hive's text cannot tell from NULL goes to the error stream, and to no sink.
    assert.deepEqual(summary.tables['orders'], { in: 4, out: 3, dropped: {}, errored: { ENCODE: 1 } })

    const parquet = await duckdb(
      `SELECT id, tags, prices['gold'] AS gold, buyer, items, sorted, pair, from_json, sent
       FROM '${folder}/out/parquet/**/*.parquet' ORDER BY id`,
    )
    assert.deepEqual(parquet, [
      {
        id: '1',
        tags: ['b', 'a', 'b'],
        gold: '12345678901234567890.0123456789',
        buyer: {
          id: '9007199254740993',
          since: '2026-11-20 02:00:00+00',
          address: { city: '成都', zip: null },
        },
        items: [
          { sku: 's1', at: '10:00:01', more: null },
          {
            sku: 's2',
            at: null,
            more: [
              { key: 'k', value: ['1', '{"x":""}', null] },
              { key: 'e', value: [] },
            ],
          },
        ],
        sorted: ['a', 'b'],
        pair: { id: '1', name: 'b' },
        from_json: [1, 2, null],
        sent: null,
      },
      {
        id: '2',
        tags: [],
        gold: null,
        buyer: null,
        items: null,
        sorted: [],
        pair: { id: '2', name: null },
        from_json: [1, 2, null],
        sent: null,
      },
      {
        id: '3',
        tags: ['t', null],
        gold: null,
        buyer: { id: null, since: null, address: null },
        items: [null, { sku: null, at: null, more: null }],
        sorted: [null, 't'],
        pair: { id: '3', name: 't' },
        from_json: [1, 2, null],
        sent: null,
      },
    ])

    const json = jsonRows(join(folder, 'out/json'))
    assert.deepEqual(
      json.map((row) => [row['tags'], row['items']]),
      [
        [
          ['b', 'a', 'b'],
          [
            { sku: 's1', at: '10:00:01', more: null },
            { sku: 's2', at: null, more: { k: [1, { x: '' }, null], e: [] } },
          ],
        ],
        [[], null],
        [
          ['t', null],
          [null, { sku: null, at: null, more: null }],
        ],
      ],
    )

    const text = globSync(join(folder, 'out/text/**/*.txt'))
      .map((path) => readFileSync(path, 'utf8'))
      .join('')
    assert.deepEqual(
      text.split('\n').map((line) => line.split('\u0001')),
      [
        ['1', 'b\u0002a\u0002b', 'gold\u000312345678901234567890.0123456789\u0002iron\u0003\\N', '1\u0002b'],
        ['2', '', '\\N', '2\u0002\\N'],
        ['3', 't\u0002\\N', '', '3\u0002t'],
        [''],
      ],
    )

    const csv = globSync(join(folder, 'out/csv/**/*.csv'))
      .map((path) => readFileSync(path, 'utf8'))
      .join('')
    assert.match(csv, /^1,"\[""b"",""a"",""b""\]","\{""id"":1,""name"":""b""\}"$/m)

    const avro = await avroRows(join(folder, 'local/out/dwd.orders.avro'))
    assert.deepEqual(
      avro.map(({ id, tags, pair, items }) => ({ id, tags, pair, items: items?.length ?? null })),
      [
        { id: 1, tags: ['b', 'a', 'b'], pair: { id: 1, name: 'b' }, items: 2 },
        { id: 2, tags: [], pair: { id: 2, name: null }, items: null },
        { id: 3, tags: ['t', null], pair: { id: 3, name: 't' }, items: 2 },
      ],
    )
  })
})

function jsonRows(folder: string): Record<string, unknown>[] {
  return globSync(join(folder, '**/*.jsonl')).flatMap((path) =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  )
}

interface AvroOrder {
  readonly id: number
  readonly tags: readonly (string | null)[] | null
  readonly pair: { readonly id: number | null; readonly name: string | null }
  readonly items: readonly unknown[] | null
}

/** Plain objects; ids are small here, so that avsc's own long will do but for the buyer's. */
async function avroRows(path: string): Promise<AvroOrder[]> {
  const lossy = avsc.types.LongType.__with({
    fromBuffer: (bytes: Buffer) => Number(bytes.readBigInt64LE()),
    toBuffer: () => Buffer.alloc(8),
    fromJSON: Number,
    toJSON: Number,
    isValid: (value: unknown) => typeof value === 'number',
    compare: (a: number, b: number) => a - b,
  })
  const rows: AvroOrder[] = []
  const decoder = avsc.createFileDecoder(path, {
    parseHook: (schema: avsc.Schema) =>
      avsc.Type.forSchema(schema, {
        wrapUnions: false,
        typeHook: ((part: unknown) =>
          part === 'long' || (part as { type?: unknown }).type === 'long' ? lossy : undefined) as never,
      }),
  } as never)
  for await (const row of decoder) rows.push(structuredClone(row) as AvroOrder)
  return rows
}
