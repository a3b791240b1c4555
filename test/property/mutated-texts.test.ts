/**
 * Kernels over mutated texts against oracles that share nothing with them: JSON.parse, TextDecoder, BigInt, Date, String.includes, a
 * loop over characters, re2js. Long runs: `PROPERTY_INPUTS=2000000` (of each).
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { RE2JS } from 're2js'
import { columnKindOf, takeColumn } from '../../src/engine/column.ts'
import type { BytesColumn } from '../../src/engine/column.ts'
import { bindConversion } from '../../src/engine/kernels/convert/bind.ts'
import { bindCsv, splitCsv } from '../../src/engine/kernels/csv.ts'
import { planDocument } from '../../src/engine/kernels/json-plan.ts'
import { scanDocuments } from '../../src/engine/kernels/json-scan.ts'
import { compileRegex } from '../../src/engine/kernels/regex-compile.ts'
import { bindRegexes, matchRegexes } from '../../src/engine/kernels/regex.ts'
import { NeedleSearch } from '../../src/engine/kernels/search-many.ts'
import { markInvalidUtf8 } from '../../src/engine/kernels/utf8.ts'
import { Memory } from '../../src/engine/memory.ts'
import { allRows } from '../../src/engine/selection.ts'
import { SliceKind, takeSlices } from '../../src/engine/slices.ts'
import { readValue, writeText } from '../../src/engine/values.ts'
import type { JsonPath } from '../../src/types/json/path.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'
import { mutated, tryInputs } from '../support/inputs.ts'
import { mutatedRecord } from '../support/mutated-records.ts'
import type { Random } from '../support/random.ts'
import { newMemory, putSlices, putTexts, sliceJson, textAt } from '../unit/kernels/texts.ts'

const batchTexts = 500

function texts(make: () => string): string[] {
  return Array.from({ length: batchTexts }, make)
}

const documents = [
  '{"id":9007199254740993,"price":-12.50e+3,"role":{"name":"剑客 \\"x\\" \\u00e9","level":87},"ok":true,"tags":["a",{"k":null},[]]}',
  '{ "role" : { "level" : 0.10 , "name" : "a text that is longer than sixteen bytes" } , "id" : "7", "tags" : [ ] }',
  '[{"id":1},{"id":2}]',
]
const members = ['id', 'price', 'role', 'ok', 'tags'] as const
const paths: JsonPath[] = [
  ...members.map((name) => [{ kind: 'member', name } as const]),
  ...['name', 'level'].map((name) => [{ kind: 'member', name: 'role' } as const, { kind: 'member', name } as const]),
]

/** With the digits of numbers, as the text has them. */
function parseWithDigits(text: string): unknown {
  return JSON.parse(text, ((_key: string, value: unknown, context: { source: string }) =>
    typeof value === 'number' ? { digits: context.source } : value) as (key: string, value: unknown) => unknown)
}

function memberOf(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value) && !('digits' in value)
  return isObject && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

test('JSON: what JSON.parse accepts, and the values that it finds', (t) => {
  const memory = newMemory()
  const plan = planDocument(memory, paths)
  let accepted = 0
  tryInputs(t, 5_000, (random) => {
    const mark = memory.mark()
    const all = texts(() => mutated(random.pick(documents), random, '{}[]",:\\0123456789.eE+-tfnlu \n\u0001é'))
    const misfits = new Set<number>()
    const slots = scanDocuments(plan, memory, putTexts(memory, all), allRows(all.length), all.length, (row) =>
      misfits.add(row),
    )
    all.forEach((text, row) => {
      let document: unknown
      try {
        document = parseWithDigits(text)
      } catch {
        assert.ok(misfits.has(row), text)
        return
      }
      accepted++
      assert.ok(!misfits.has(row), text)
      paths.forEach((path, k) => {
        const found = sliceJson(memory, slots[plan.slotOfPath[k]], row)
        const wanted = path.reduce((value: unknown, one) => memberOf(value, 'name' in one ? one.name : ''), document)
        assert.deepEqual(found === undefined ? undefined : parseWithDigits(found), wanted, text)
      })
    })
    memory.release(mark)
    return all.length
  })
  assert.ok(accepted > 0)
})

test('UTF-8: what TextDecoder takes', (t) => {
  const memory = new Memory(64 << 20)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const isText = (bytes: Uint8Array): boolean => {
    try {
      decoder.decode(bytes)
      return true
    } catch {
      return false
    }
  }
  const leads = [
    0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff,
  ]
  const anyBytes = (random: Random): Buffer =>
    random.next() < 0.5
      ? Buffer.from(Array.from({ length: random.between(0, 6) }, () => random.pick(leads)))
      : mutatedRecord(random).subarray(0, 2_000)
  tryInputs(t, 5_000, (random) => {
    const mark = memory.mark()
    const all = Array.from({ length: batchTexts }, () => anyBytes(random))
    const marks = new Uint8Array(all.length)
    markInvalidUtf8(memory, putTexts(memory, all), allRows(all.length), marks)
    all.forEach((bytes, row) => assert.equal(marks[row] === 0, isText(bytes), bytes.toString('hex')))
    memory.release(mark)
    return all.length
  })
})

/** By row: the value, or null where it is reported. */
function convert(memory: Memory, type: LogicalType, formats: readonly string[], all: readonly string[]): Value[] {
  const column = takeColumn(memory, columnKindOf(type), all.length)
  const slices = putSlices(memory, all, SliceKind.Text)
  const failed = new Set<number>()
  const run = bindConversion(type, { formats, timeZone: 'UTC' })
  run(
    slices,
    allRows(all.length),
    column,
    memory,
    () => 0,
    (row) => failed.add(row),
  )
  return all.map((_, row) => (failed.has(row) ? null : readValue(memory, column, type, row)))
}

function numberText(random: Random): string {
  const digits = (most: number): string =>
    Array.from({ length: random.between(1, most) }, () => random.between(0, 9)).join('')
  const near = random.pick([127n, 128n, 32_767n, 2_147_483_647n, 2_147_483_648n, 2n ** 63n - 1n, 2n ** 63n, 10n ** 16n])
  const number = random.pick([digits(20), String(near + BigInt(random.between(-1, 1))), `${digits(18)}.${digits(4)}`])
  return mutated(random.pick(['', '-']) + number, random, '0123456789-+.eE x')
}

test('integers: those that BigInt reads and that are in range; what has a letter is none', (t) => {
  const bits = { TINYINT: 8n, SMALLINT: 16n, INT: 32n, BIGINT: 64n } as const
  const kinds = Object.keys(bits) as (keyof typeof bits)[]
  const memory = newMemory()
  tryInputs(t, 5_000, (random) => {
    const mark = memory.mark()
    const kind = random.pick(kinds)
    const end = 1n << (bits[kind] - 1n)
    const all = texts(() => numberText(random))
    convert(memory, { kind }, [], all).forEach((value, row) => {
      const text = all[row]
      if (text.includes('x') || text === '') return assert.equal(value, null, text)
      if (!/^-?\d+$/.test(text)) return
      const wanted = BigInt(text)
      assert.equal(
        value === null ? null : BigInt(value as number),
        wanted >= -end && wanted < end ? wanted : null,
        text,
      )
    })
    memory.release(mark)
    return all.length
  })
})

test('decimals: the digits that BigInt reads; nothing is rounded', (t) => {
  const types = [
    { kind: 'DECIMAL', precision: 18, scale: 2 },
    { kind: 'DECIMAL', precision: 18, scale: 4 },
    { kind: 'DECIMAL', precision: 9, scale: 0 },
    { kind: 'DECIMAL', precision: 30, scale: 4 },
  ] as const
  const memory = newMemory()
  tryInputs(t, 5_000, (random) => {
    const mark = memory.mark()
    const type = random.pick(types)
    const all = texts(() => numberText(random))
    convert(memory, type, [], all).forEach((value, row) => {
      const text = all[row]
      if (text.includes('x') || text === '') return assert.equal(value, null, text)
      const [, whole, part = ''] = /^(-?\d+)(?:\.(\d+))?$/.exec(text) ?? []
      if (whole === undefined) return
      const unscaled = BigInt(whole + part.slice(0, type.scale).padEnd(type.scale, '0'))
      const fits = !/[1-9]/.test(part.slice(type.scale))
      const magnitude = unscaled < 0n ? -unscaled : unscaled
      assert.equal(value, fits && magnitude < 10n ** BigInt(type.precision) ? unscaled : null, text)
    })
    memory.release(mark)
    return all.length
  })
})

test('timestamps of a fixed layout: those that Date shows as they stand', (t) => {
  const memory = newMemory()
  const two = (number: number): string => String(number).padStart(2, '0')
  const time = (random: Random): string =>
    `${random.between(1900, 2200)}-${two(random.between(0, 13))}-${two(random.between(0, 32))} ` +
    `${two(random.between(0, 25))}:${two(random.between(0, 61))}:${two(random.between(0, 61))}`
  tryInputs(t, 5_000, (random) => {
    const mark = memory.mark()
    const all = texts(() => {
      const usual = random.next() < 0.5 ? time(random) : new Date(random.between(-1e6, 3e6) * 1e6).toISOString()
      return mutated(usual.slice(0, 19).replace('T', ' '), random, random.pick(['0123456789', '-: 0x']))
    })
    const values = convert(memory, { kind: 'TIMESTAMP', precision: 0 }, ['yyyy-MM-dd HH:mm:ss'], all)
    values.forEach((value, row) => {
      const text = all[row]
      if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return
      const date = new Date(`${text.replace(' ', 'T')}Z`)
      const isTime = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 19).replace('T', ' ') === text
      assert.equal(value, isTime ? BigInt(date.getTime()) * 1000n : null, text)
    })
    memory.release(mark)
    return all.length
  })
})

/** The fields of a record by the letter of RFC 4180, a quote counting only where a field begins; null: it is no CSV. */
function fieldsOf(record: string): string[] | null {
  const fields: string[] = []
  let rest = record
  while (true) {
    const [whole, plain, quoted] = /^(?:([^",][^,]*|)|"((?:[^"]|"")*)")(?=,|$)/s.exec(rest) ?? []
    if (whole === undefined) return null
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (whole.length === rest.length) return fields
    rest = rest.slice(whole.length + 1)
  }
}

test('CSV: the fields of RFC 4180', (t) => {
  const options = { delimiter: ',', quote: '"', escape: null, allowComments: false, ignoreExtraFields: false }
  const format = bindCsv(options)
  const records = ['csv,17,-12.34,"a, ""b"" ü",,true', '"","x"', 'a,b ,"c\n"', '"a""b",,']
  const fieldsMax = 6
  const memory = newMemory()
  tryInputs(t, 5_000, (random) => {
    const mark = memory.mark()
    const all = texts(() => mutated(random.pick(records), random, '",\n a中'))
    const out = Array.from({ length: fieldsMax }, () => takeSlices(memory, all.length))
    const reported = new Set<number>()
    const comments = new Uint8Array(all.length)
    splitCsv(format, memory, putTexts(memory, all), allRows(all.length), out, comments, (row) => reported.add(row))
    all.forEach((text, row) => {
      const fields = fieldsOf(text)
      const wanted = fields === null || fields.length > fieldsMax ? null : fields
      const present = out.filter((slices) => slices.kinds[row] !== SliceKind.Missing)
      const found = reported.has(row) ? null : present.map((slices) => textAt(memory, slices, row))
      assert.deepEqual(found, wanted, JSON.stringify(text))
    })
    memory.release(mark)
    return all.length
  })
})

test('many needles: where String.includes finds them', (t) => {
  const word = (random: Random): string =>
    mutated(random.pick(['[Event0001]', '][Event', 'abab', 'é中', 'login', '"k":']), random, 'abEv01[]é') || 'a'
  tryInputs(t, 5_000, (random) => {
    const memory = new Memory(8 << 20)
    const needles = [...new Set(Array.from({ length: random.between(1, 60) }, () => word(random)))]
    const search = NeedleSearch.of(
      memory,
      needles.map((needle) => Buffer.from(needle)),
    )
    assert.ok(search)
    let tried = 0
    for (let batch = 0; batch < 20; batch++) {
      const mark = memory.mark()
      const all = texts(
        () => word(random) + mutated(' no word of them '.repeat(random.between(0, 4)), random, 'ab[]') + word(random),
      )
      const column = takeColumn(memory, 'bytes', all.length) as BytesColumn
      all.forEach((text, row) => writeText(memory, column, row, text))
      search.find(column, all.length)
      needles.forEach((needle, number) => {
        const { rows, count } = search.hits[number]
        const wanted = all.flatMap((text, row) => (text.includes(needle) ? [row] : []))
        assert.deepEqual([...rows.subarray(0, count)], wanted, needle)
      })
      memory.release(mark)
      tried += all.length
    }
    return tried
  })
})

test('regexes of headers: the groups that re2js finds', (t) => {
  const headers = [
    [String.raw`^\[(?<at>[^\]]+)\]\[\w+\],(?<body>\{.*)$`, '[2026-11-20 10:00:00 +0800][LoginRole],{"a":1}'],
    [
      String.raw`^(?<date>\d{4}-\d{2}-\d{2})T(?<time>[\d:.]+)Z? (?<level>[A-Z]+) (?<text>.*)$`,
      '2026-11-20T10:00:00Z INFO é',
    ],
    [
      String.raw`^(?<ip>\S+) \S+ (?<user>\S+) \[(?<at>[^\]]+)\] "(?<method>[A-Z]+) (?<path>[^ "]*) [^"]*" (?<status>\d{3}) (?<size>\d+|-)`,
      '203.0.113.9 - bob [20/Nov/2026:10:00:00 +0800] "GET /shop?a=1 HTTP/1.1" 200 5316 "-"',
    ],
  ] as const
  const memory = newMemory()
  const bound = headers.map(([source, sample]) => {
    const regex = compileRegex(source)
    return { regex, sample, matcher: bindRegexes(memory, [regex], regex.groups), re2: RE2JS.compile(source) }
  })
  tryInputs(t, 5_000, (random) => {
    const mark = memory.mark()
    const { regex, sample, matcher, re2 } = random.pick(bound)
    const all = texts(() => mutated(sample, random, '[]"{} -:.Z0aA中\n'))
    const out = regex.groups.map(() => takeSlices(memory, all.length))
    const misses = new Set<number>()
    matchRegexes(matcher, memory, putTexts(memory, all), allRows(all.length), out, (row) => misses.add(row))
    all.forEach((text, row) => {
      const match = re2.matcher(text)
      const wanted = match.find() ? regex.groups.map((name) => match.group(name) ?? null) : null
      const found = out.map((slices) => (slices.kinds[row] === SliceKind.Missing ? null : textAt(memory, slices, row)))
      assert.deepEqual(misses.has(row) ? null : found, wanted, JSON.stringify(text))
    })
    memory.release(mark)
    return all.length
  })
})
