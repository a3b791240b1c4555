/** Records for generated programs: documents of the pool's keys with values right, wrong and odd, some of them damaged. */
import fc from 'fast-check'
import { pool, strayTokens } from './pool.ts'
import type { PoolColumn } from './pool.ts'
import type { Shape } from './programs.ts'

function token({ tokens }: PoolColumn): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...tokens), weight: 12 },
    { arbitrary: fc.constantFrom(...strayTokens), weight: 1 },
  )
}

/** Most keys as they are, some with an escape in them. */
function keyText(name: string, variant: number): string {
  return variant === 0
    ? `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}"`
    : JSON.stringify(name)
}

const member = fc
  .constantFrom(...pool)
  .chain((column) => fc.tuple(fc.constant(column.name), token(column), fc.nat(12)))
  .map(([name, value, variant]) => `${keyText(name, variant)}:${value}`)

const blanks = fc.constantFrom(',', ',', ', ', ' ,\t')

function object(maxLength: number, more: fc.Arbitrary<string[]> = fc.constant([])): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(member, { maxLength }), more, blanks)
    .map(([members, others, comma]) => `{${[...members, ...others].join(comma)}}`)
}

const inner = object(4)

const places: fc.Arbitrary<string[]> = fc.array(
  fc.oneof(
    inner.map((text) => `"o": ${text}`),
    inner.map((text) => `"k x":${text}`),
    fc
      .array(fc.oneof(inner, fc.constantFrom(...strayTokens)), { maxLength: 3 })
      .map((all) => `"a":[${all.join(' , ')}]`),
    fc.constantFrom('"zz":1.50', '"z z":{"i": [1 ,2]}', '"é":"\\u00e9"', '"__proto__":{"i":1}', '"":0', '"\\ud800":1'),
  ),
  { maxLength: 4 },
)

const documents = fc.oneof({ arbitrary: object(12, places), weight: 1 }, { arbitrary: object(60, places), weight: 2 })

/** Every key of the pool, most of them with a value. */
const fullDocuments = fc.tuple(...pool.map((column) => fc.tuple(token(column), fc.nat(6)))).map((values) => {
  const members = values.flatMap(([value, chance], index) =>
    chance === 0 ? [] : [`${JSON.stringify(pool[index].name)}:${value}`],
  )
  return `{${members.join(',')}}`
})

const deep = fc.constantFrom(
  ...[999, 1000, 1001, 5000].map((levels) => `{"s":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`),
)

/** Documents that hold another one, as a text or as an object. */
const nestedDocuments = fc
  .tuple(fc.array(member, { maxLength: 4 }), documents, fc.nat(5))
  .map(([members, document, variant]) => {
    const value = variant === 0 ? document : JSON.stringify(document)
    const whole = variant === 1 ? `"o":{"inner":${value}}` : `"inner":${value},"o":{"inner":${value}}`
    return `{${[...members, whole].join(',')}}`
  })

/** What stands between the quotes of a token, or the token. */
function fieldText(value: string): string {
  return value.startsWith('"') ? (JSON.parse(value) as string) : value
}

function csvRecord(delimiter: string): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.tuple(...pool.map((column) => fc.tuple(token(column), fc.nat(5)))),
      fc.integer({ min: 1, max: pool.length + 1 }),
    )
    .map(([fields, count]) => {
      const texts = fields.map(([value, style]) => {
        const text = fieldText(value)
        if (style <= 1) return ''
        return style === 2 || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text
      })
      return count > texts.length
        ? [...texts, 'more'].join(delimiter)
        : texts.slice(0, Math.max(count, 4)).join(delimiter)
    })
    .map((text) => text.toWellFormed())
}

/** Documents that hold arrays to make rows of, some of them empty, texts or none at all. */
const unnestDocuments = fc
  .tuple(
    fc.array(member, { maxLength: 3 }),
    fc.array(fc.oneof({ arbitrary: documents, weight: 3 }, { arbitrary: fc.constantFrom(...strayTokens), weight: 1 }), {
      maxLength: 4,
    }),
    fc.nat(11),
  )
  .map(([members, elements, variant]) => {
    const array = `[${elements.join(variant === 5 ? ' , ' : ',')}]`
    const items = ['null', '""', '{}', '" null"', JSON.stringify(array)][variant] ?? array
    return `{${[...members, `"items":${items}`, `"o":{"items":${items}}`, `"a":${items}`].join(',')}}`
  })

/** Words with what GROK's patterns look for among them. */
const grokTexts = fc
  .array(
    fc.oneof(
      fc
        .constantFrom(...pool)
        .chain(token)
        .map(fieldText),
      fc.constantFrom('12', '-3.50', 'word', 'é', '10.0.0.1', '"quoted \\" text"', '=', '- ', '0x1F', '1e5'),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((words) => words.join(' ').toWellFormed())

function keyValueTexts(delimiter: string): fc.Arbitrary<string> {
  const pair = fc.tuple(fc.constantFrom(...pool), fc.nat(9)).chain(([column, style]) =>
    token(column).map((value) => {
      const text = fieldText(value)
      const quoted = `"${text.replaceAll(/["\\]/g, '\\$&')}"`
      if (style === 0) return column.name
      if (style === 1) return `${column.name} = ${quoted} `
      if (style === 2) return `${column.name}: ${text}`
      if (style === 3) return `${column.name}="\\u00e9\\n\\q${style}\\ud800"`
      return style <= 6 || text.includes(delimiter) ? `${column.name}=${quoted}` : `${column.name}=${text}`
    }),
  )
  return fc.array(pair, { minLength: 1, maxLength: 14 }).map((pairs) => pairs.join(delimiter).toWellFormed())
}

function textsOf({ kind, delimiter }: Shape): fc.Arbitrary<string> {
  switch (kind) {
    case 'json':
      return fc.oneof({ arbitrary: documents, weight: 30 }, { arbitrary: deep, weight: 1 })
    case 'dense':
      return fullDocuments
    case 'nested':
      return nestedDocuments
    case 'regex':
      return fc
        .tuple(fc.constantFrom('12 abc ', ' - ', 'x NA word ', ' ', 'é 12 ', '[x] ', 'ab=12', '=', '-'), documents)
        .map(([head, document]) => head + document)
    case 'csv':
      return csvRecord(delimiter)
    case 'unnest':
      return unnestDocuments
    case 'grok':
      return grokTexts
    case 'key-value':
      return keyValueTexts(delimiter)
  }
}

const oddities: readonly (Buffer | null)[] = [
  null,
  ...[
    '',
    ' ',
    'null',
    '5',
    '"x"',
    '[1]',
    '{',
    '{}',
    '{}x',
    '\ufeff{}',
    '#',
    '-',
    '\n',
    '{"a":01}',
    '{"a":1,}',
    "{'a':1}",
    '"i"="x" y',
    'i="open',
    '=1',
    'i=1&&s==2& &u',
    '{"items":[1,{"i":2},[3]],"a":[{"a":[1,2]},{"a":[]},{}],"i":9}',
  ].map((text) => Buffer.from(text)),
  Buffer.from([0x7b, 0xff, 0x7d]),
  Buffer.from([0xff]),
  Buffer.from('{"s":"\xed\xa0\x80","a":1}', 'latin1'),
  Buffer.from('{"s":"\xc3"}', 'latin1'),
]

export function recordValues(shape: Shape): fc.Arbitrary<Buffer | null> {
  const texts = textsOf(shape).map((text) => Buffer.from(text))
  const damaged = fc.tuple(texts, fc.nat(400), fc.nat(255)).map(([bytes, at, byte]) => {
    if (byte < 60) return bytes.subarray(0, at)
    const copy = Buffer.from(bytes)
    copy[at % Math.max(copy.length, 1)] = byte
    return copy
  })
  return fc.oneof(
    { arbitrary: texts, weight: 16 },
    { arbitrary: damaged, weight: 2 },
    { arbitrary: fc.constantFrom(...oddities), weight: 1 },
  )
}

export interface GeneratedRecord {
  readonly value: Buffer | null
  readonly key: Buffer | null
  readonly headers: readonly { readonly name: string; readonly value: Uint8Array }[]
  readonly timestampMs: number
}

/** Around a leap day, a year's end, a change of the clocks, and none at all. */
const timestamps = fc.constantFrom(
  ...[
    Date.UTC(2026, 10, 20, 10),
    Date.UTC(2028, 1, 29, 1),
    Date.UTC(2026, 11, 31, 23, 59, 59, 999),
    Date.UTC(2026, 10, 1, 6),
    -1,
  ],
)

const keys = fc.constantFrom(null, null, Buffer.from('12'), Buffer.from(''), Buffer.from('é'), Buffer.from([0xff]))
const headers = fc.array(
  fc.record({
    name: fc.constantFrom('h', 'g', '__proto__'),
    value: fc.constantFrom(Buffer.from('1'), Buffer.from([0xff])),
  }),
  { maxLength: 2 },
)

export function recordsOf(shape: Shape): fc.Arbitrary<readonly GeneratedRecord[]> {
  return fc.array(fc.record({ value: recordValues(shape), key: keys, headers, timestampMs: timestamps }), {
    minLength: 1,
    maxLength: 16,
    size: 'max',
  })
}
