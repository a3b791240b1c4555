/** Functions with kernels give what their scalar implementations give. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { functionNamed } from '../../../src/functions/index.ts'
import type { LogicalType } from '../../../src/types/logical.ts'
import type { Value } from '../../../src/types/value.ts'
import { batchOf } from '../../support/batches.ts'
import { tableOf } from '../../support/compiled.ts'
import { runEngine } from '../../support/run-engine.ts'

function scalar(name: string, argumentTypes: readonly LogicalType[], ...values: Value[]): unknown {
  return scalarIn('UTC', name, argumentTypes, ...values)
}

function scalarIn(timeZone: string, name: string, argumentTypes: readonly LogicalType[], ...values: Value[]): unknown {
  const use = {
    argumentTypes,
    resultType: { kind: 'STRING' },
    constants: [undefined, values[1]],
    timeZone,
  } as const
  return functionNamed(name)?.bind(use)(...values)
}

test('lower and upper, ASCII and not', () => {
  const node = tableOf('s STRING, l STRING AS lower(s), u STRING AS upper(s)')
  const texts = fc.array(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('@AZ[`az{', 'İẞǅ')))
  const property = fc.property(texts, (values) => {
    const { rows } = runEngine(node, [batchOf(values.map((s) => JSON.stringify({ s })))])
    const expected = values.map((s) => ({
      s,
      l: scalar('lower', [{ kind: 'STRING' }], s),
      u: scalar('upper', [{ kind: 'STRING' }], s),
    }))
    assert.deepEqual(rows('out'), expected)
  })
  fc.assert(property)
})

test('date_format by seconds and by fractions of them, before 1970 too', () => {
  const patterns = ['yyyy-MM-dd HH:mm:ss', 'HH:mm:ss.SSS']
  const [whole, fraction] = patterns
  const node = tableOf(
    `t TIMESTAMP(3) FORMAT 'UNIX_MS', w STRING AS date_format(t, '${whole}'), f STRING AS date_format(t, '${fraction}')`,
  )
  const times = fc.array(fc.oneof(fc.integer({ min: -3_000, max: 3_000 }), fc.integer()), { maxLength: 30 })
  const property = fc.property(times, (values) => {
    const { rows } = runEngine(node, [batchOf(values.map((t) => JSON.stringify({ t })))])
    const type: LogicalType = { kind: 'TIMESTAMP', precision: 3 }
    const text = (ms: number, pattern: string): unknown => scalar('date_format', [type], BigInt(ms) * 1000n, pattern)
    const expected = values.map((ms) => ({ t: BigInt(ms) * 1000n, w: text(ms, whole), f: text(ms, fraction) }))
    assert.deepEqual(rows('out'), expected)
  })
  fc.assert(property)
})

test('date_format of instants by day, hour and minute, over changes of the offset', () => {
  const patterns = ['yyyy-MM-dd', "E d MMM 'at' h a", 'HH:mm', 'yyyy-MM-dd HH XXX', 'D[ VV]', 'ss']
  const zone = "SET 'time.zone' = 'America/St_Johns';"
  const columns = patterns.map((pattern, k) => `c${k} STRING AS date_format(t, '${pattern.replaceAll("'", "''")}')`)
  const node = tableOf(`t TIMESTAMP_LTZ(0) FORMAT 'UNIX', ${columns.join(', ')}`, 'PARSE JSON', zone)
  // Around the ends of summer time of 2000 at 00:01, with half hours, and far away.
  const near = fc.integer({ min: -9000, max: 9000 }).map((seconds) => Date.UTC(2000, 9, 29, 2, 31) / 1000 + seconds)
  const times = fc.array(fc.oneof(near, fc.constantFrom(-62_167_219_200, -1, 0, 253_402_300_799)), { maxLength: 30 })
  const property = fc.property(times, (values) => {
    const { rows } = runEngine(node, [batchOf(values.map((t) => JSON.stringify({ t })))])
    const type: LogicalType = { kind: 'TIMESTAMP_LTZ', precision: 0 }
    for (const { t, ...texts } of rows('out')) {
      const expected: unknown[] = patterns.map((pattern) =>
        scalarIn('America/St_Johns', 'date_format', [type], t as Value, pattern),
      )
      assert.deepEqual(Object.values(texts), expected)
    }
  })
  fc.assert(property)
})

test('json_value and json_query over text and over JSON columns', () => {
  const node = tableOf(
    `s STRING, j JSON, v STRING AS json_value(s, '$.a.b'), q STRING AS json_query(s, '$.a'), i STRING AS json_value(j, '$[1]'),
     w STRING AS json_query(j, '$')`,
  )
  const key = fc.constantFrom('a', 'b', 'c')
  const leaf = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('\ud800', 'é"\\', 1e300),
    fc.array(fc.integer(), { maxLength: 3 }),
  )
  const document = fc.oneof(fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf))), leaf)
  const text = fc.oneof(
    fc.tuple(document, fc.constantFrom(0, 1)).map(([value, indent]) => JSON.stringify(value, null, indent)),
    fc.constantFrom('', '{"a":1', '{"a":{"b":1},"a":{"b":"2","b":1.50}}', 'null', '{"a":{"b":"\\ud83d\\ude00\\n"}} x'),
  )
  const property = fc.property(fc.array(fc.tuple(text, document), { maxLength: 20 }), (values) => {
    const { rows } = runEngine(node, [batchOf(values.map(([s, j]) => JSON.stringify({ s, j })))])
    const string: LogicalType = { kind: 'STRING' }
    const json: LogicalType = { kind: 'JSON' }
    for (const { s, j, v, q, i, w } of rows('out')) {
      assert.equal(v, s === null ? null : scalar('json_value', [string], s as Value, '$.a.b'))
      assert.equal(q, s === null ? null : scalar('json_query', [string], s as Value, '$.a'))
      assert.equal(i, j === null ? null : scalar('json_value', [json], j as Value, '$[1]'))
      assert.equal(w, j === null ? null : scalar('json_query', [json], j as Value, '$'))
    }
    assert.equal(rows('out').length, values.length)
  })
  fc.assert(property)
})
