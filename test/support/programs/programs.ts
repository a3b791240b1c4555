/** Programs at random, as SQL: one source `s`, one to three tables, up to three sinks each. Almost all of them compile. */
import fc from 'fast-check'
import { castTypes, expressions, functionTexts } from './expressions.ts'
import type { ExpressionScope, ExpressionText } from './expressions.ts'
import { pool } from './pool.ts'
import type { Family, PoolColumn } from './pool.ts'

/** How records are written, and so how they are parsed. */
export interface Shape {
  readonly kind: 'json' | 'regex' | 'csv' | 'nested' | 'dense' | 'unnest' | 'grok' | 'key-value'
  readonly delimiter: string
}

export const shapes: readonly Shape[] = [
  { kind: 'json', delimiter: '' },
  { kind: 'dense', delimiter: '' },
  { kind: 'regex', delimiter: '' },
  { kind: 'nested', delimiter: '' },
  { kind: 'csv', delimiter: ',' },
  { kind: 'csv', delimiter: '|' },
  { kind: 'unnest', delimiter: '' },
  { kind: 'grok', delimiter: '' },
  { kind: 'key-value', delimiter: ' ' },
  { kind: 'key-value', delimiter: '&' },
]

/** Rarely true. */
function rarely(oneOf: number): fc.Arbitrary<boolean> {
  return fc.nat(oneOf - 1).map((value) => value === oneOf - 1)
}

interface ColumnChoice {
  readonly column: PoolColumn
  readonly type: number
  readonly place: number
  readonly format: number
  readonly notNull: boolean
  readonly policy: number
  readonly virtual: boolean
}

const columnChoices: fc.Arbitrary<readonly ColumnChoice[]> = fc.uniqueArray(
  fc.record({
    column: fc.constantFrom(...pool),
    type: fc.nat(20),
    place: fc.nat(20),
    format: fc.nat(11),
    notNull: rarely(25),
    policy: fc.nat(9),
    virtual: rarely(8),
  }),
  { selector: ({ column }) => column.name, minLength: 1, maxLength: 12 },
)

/** Where in a document a column's value stands; `list` where several values are welcome. */
function placeClause(name: string, place: number, list: boolean, shape: Shape): string {
  const hasTwo = shape.kind === 'nested' || shape.kind === 'unnest'
  const of = hasTwo && place % 2 === 1 ? ' OF raw' : ''
  if (shape.kind === 'grok') return isInObject(place) ? ` PATH '$.o.${name}'` : place === 7 ? ` PATH '$'` : ''
  switch (place) {
    case 1:
    case 2:
      return ` PATH '$.o.${name}'${of}`
    case 3:
      return ` PATH '$."k x"."${name}"'${of}`
    case 4:
      return ` PATH '$.a[1].${name}'${of}`
    case 5:
      return ` PATH '$.a[last].${name}'${of}`
    case 6:
      return list ? ` PATH '$.a[*].${name}'${of}` : ` PATH '$.a[0]'${of}`
    case 7:
      return ` PATH '$'${of}`
    default:
      return of === '' ? '' : ` PATH '$.${name}'${of}`
  }
}

/** In a GROK document, which has what its patterns name and nothing else. */
function isInObject(place: number): boolean {
  return place % 3 === 1 && place !== 7
}

function policyClause({ column, policy }: ColumnChoice): string {
  const constant = column.defaults[policy % Math.max(column.defaults.length, 1)]
  if (policy >= 5) return ' NULL ON ERROR'
  if (constant === undefined || policy >= 3) return ''
  return [` DEFAULT ${constant}`, ` DEFAULT ${constant} ON ERROR`, ` DEFAULT ${constant} ON EMPTY NULL ON ERROR`][
    policy
  ]
}

function columnText(choice: ColumnChoice, shape: Shape, ownNameIsThere: boolean): string {
  const { column, place, format, notNull, virtual } = choice
  const { name, family } = column
  const type = column.types[choice.type % column.types.length]
  const readsItself = ownNameIsThere && place >= 18 && family !== 'nested'
  const isMany = type === 'JSON' || type.startsWith('ARRAY')
  const where = readsItself
    ? ` AS CAST(nullif(${name}, '-') AS ${type})`
    : shape.kind === 'csv'
      ? ''
      : placeClause(name, place, isMany, shape)
  const formatClause = readsItself || column.formats.length === 0 ? undefined : column.formats[format]
  return [
    `${name} ${type}`,
    notNull ? ' NOT NULL' : '',
    where,
    formatClause === undefined ? '' : ` FORMAT ${formatClause}`,
    policyClause(choice),
    virtual ? ' VIRTUAL' : '',
  ].join('')
}

const derivedFamilies = [
  ...['int', 'bigint', 'decimal', 'float', 'double', 'text', 'bool', 'date', 'time', 'timestamp', 'instant', 'json'],
] as readonly (keyof typeof expressions)[]

interface DerivedChoice {
  readonly family: keyof typeof expressions
  readonly expression: ExpressionText
  readonly policy: string
  readonly virtual: boolean
}

const derivedChoice: fc.Arbitrary<DerivedChoice> = fc.constantFrom(...derivedFamilies).chain((family) =>
  fc.record({
    family: fc.constant(family),
    expression: expressions[family],
    policy: fc.constantFrom(
      ' NULL ON ERROR',
      ' NULL ON ERROR',
      ' NULL ON ERROR',
      ' NULL ON ERROR',
      ' NULL ON ERROR',
      '',
      '',
      ' NOT NULL',
    ),
    virtual: rarely(8),
  }),
)

const derivedChoices = fc.array(derivedChoice, { maxLength: 8 })

const extraColumns = fc.constantFrom(
  ...["src_off BIGINT METADATA FROM 'offset'", 'partition INT METADATA', "at TIMESTAMP(3) METADATA FROM 'timestamp'"],
  ...[
    "rec_key STRING METADATA FROM 'key' NULL ON ERROR",
    "rec_num INT METADATA FROM 'key' NULL ON ERROR",
    'topic VARCHAR(3) METADATA NULL ON ERROR',
  ],
  ...[
    "rec_head BYTES METADATA FROM 'headers.h'",
    "heads MAP<STRING, STRING> METADATA FROM 'headers' NULL ON ERROR",
    "rec STRING METADATA FROM 'value'",
  ],
)

const filters: fc.Arbitrary<ExpressionText> = fc.oneof(
  fc
    .constantFrom(
      ...[`CONTAINS 'a'`, `NOT CONTAINS '"i"'`, `raw LIKE '%_:%'`, '10 / (offset - 101) > 0', `MATCHES '[0-9]{3}'`],
    )
    .map((text) => () => text),
  fc
    .constantFrom(
      ...[
        `STARTS WITH '{'`,
        `ENDS WITH '}'`,
        `CONTAINS 'é' OR raw LIKE '%\uFFFD%'`,
        `headers['h'] IS NULL`,
        'char_length(raw) > 40',
        `lower(raw) CONTAINS 'a'`,
      ],
    )
    .map((text) => () => text),
  expressions.bool,
)

const filterScope: ExpressionScope = {
  text: ['raw', 'raw', 'topic', 'TRY_CAST(key AS STRING)'],
  int: ['partition'],
  bigint: ['offset'],
  instant: ['timestamp'],
}

function maybe<T>(arbitrary: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T | null> {
  return fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, { arbitrary, weight })
}

const tableChoice = fc.record({
  columns: columnChoices,
  derived: derivedChoices,
  derivedFirst: fc.boolean(),
  extras: fc.uniqueArray(extraColumns, { maxLength: 2 }),
  rest: fc.constantFrom(null, null, 'rest JSON REST', 'rest STRING REST', 'rest JSON REST VIRTUAL'),
  filter: maybe(filters, 2),
  where: maybe(expressions.bool, 1),
  checks: fc.array(expressions.bool, { maxLength: 1 }),
  nullOnError: rarely(4),
  nullLiterals: rarely(3),
  parse: fc.nat(5),
  sinks: fc.array(fc.record({ where: maybe(expressions.bool, 2), all: fc.boolean() }), { minLength: 1, maxLength: 3 }),
})

type TableChoice = typeof tableChoice extends fc.Arbitrary<infer T> ? T : never

function parseClause(choice: TableChoice, { kind, delimiter }: Shape): string {
  const { parse, nullOnError, nullLiterals } = choice
  const lenient = nullOnError ? ' NULL ON ERROR' : ''
  const options = nullLiterals ? [`'null-literal' = '-;NA;12'`] : []
  const withClause = (more: readonly string[] = []): string => {
    const all = [...more, ...options]
    return all.length === 0 ? '' : ` WITH (${all.join(', ')})`
  }
  const json = (argument: string): string => `JSON${argument}${withClause()}${lenient}`
  switch (kind) {
    case 'json':
    case 'dense':
      return `PARSE ${json('')}`
    case 'nested':
      return parse % 2 === 0
        ? `PARSE JSON THEN ${json(' (inner)')}`
        : `PARSE JSON${withClause()} THEN ${json(` (PATH '$.o.inner' AS inner)`)}`
    case 'unnest': {
      const options = parse % 3 === 0 ? ' WITH ORDINALITY pos' : withClause()
      const items = ['(items)', `(PATH '$.o.items' AS items)`, `(PATH '$.a' AS items)`][parse % 3]
      const outer = parse >= 3 ? ' OUTER' : ''
      const first = `UNNEST ${items}${options}${outer}${lenient}`
      return parse === 5 ? `PARSE JSON THEN ${first} THEN UNNEST (a) OUTER` : `PARSE JSON THEN ${first}`
    }
    case 'grok':
      return `PARSE GROK ${grokPatterns(choice)}${withClause()}${lenient}`
    case 'key-value': {
      const quoting = ['', `'kv.disable-quote-character' = 'true'`, `'kv.trim' = 'false'`][parse % 3]
      const more = [`'kv.field-delimiter' = '${delimiter}'`, ...(quoting === '' ? [] : [quoting])]
      if (parse >= 4) more.push(`'kv.value-delimiter' = ': '`)
      return `PARSE KEY_VALUE${withClause(more)}${lenient}`
    }
    case 'regex': {
      const patterns = [
        String.raw`'^(?<f1>[^ ]*) (?<f2>-|\w+)?(?: (?<s>[a-z]+))? ?(?<body>[\[{].*)$'`,
        String.raw`'(?i)(?<f1>[A-Z]+)?=(?<f3>\d*)', '(?s)^(?<f1>.)(?<body>.*)$'`,
      ]
      const regex = `REGEX ${patterns[parse % 2]}${withClause()}${parse === 4 ? lenient : ''}`
      return `PARSE ${regex} THEN ${json(' (body)')}`
    }
    case 'csv': {
      const names = pool.map(({ name }) => name).join(', ')
      const quoting =
        [
          '',
          `'csv.escape-character' = '\\\\'`,
          `'csv.disable-quote-character' = 'true'`,
          `'csv.allow-comments' = 'true'`,
        ][parse] ?? ''
      const more = [`'csv.field-delimiter' = '${delimiter}'`, ...(quoting === '' ? [] : [quoting])]
      if (parse === 5) more.push(`'csv.extra-fields' = 'ignore'`)
      const columns = hasColumnsClause(choice) ? ` COLUMNS (${names})` : ''
      return `PARSE CSV${columns}${withClause(more)}${lenient}`
    }
  }
}

/** Patterns that capture every column somewhere; what took no part is missing. */
function grokPatterns({ columns, parse }: TableChoice): string {
  const kinds = ['NOTSPACE', 'WORD', 'NUMBER', 'DATA', 'BASE10NUM', 'QUOTEDSTRING']
  const captures = columns
    .filter(({ place }) => place !== 7)
    .map(({ column: { name }, place, type }) => {
      const kind = kinds[type % kinds.length]
      const conversion = type % 4 === 0 ? ':int' : type % 4 === 1 ? ':float' : ''
      const field = isInObject(place) ? `[o][${name}]` : name
      return `%{${kind}:${field}${conversion}}`
    })
  const inARow = captures.map((capture) => `(?:${capture} ?)?`).join('')
  switch (parse) {
    case 0:
      return `'^${inARow}'`
    case 1:
      return `'^${captures.join(' ')}$', '${captures.toReversed().join('|')}'`
    case 2:
      return `'^=${inARow}', '(?i)[a-z]${inARow}$', '^${inARow}'`
    default:
      return `'${captures.join('|')}'`
  }
}

/** Without COLUMNS only the columns without a value clause are fields of a CSV step. */
function hasColumnsClause({ parse }: TableChoice): boolean {
  return parse !== 5
}

function tableText(name: string, choice: TableChoice, shape: Shape): string {
  const scope: Partial<Record<Family, string[]>> = {}
  const add = (family: Family, column: string): void => {
    scope[family] = [...(scope[family] ?? []), column]
  }
  for (const { column } of choice.columns) add(column.family, column.name)
  const rowScopeOnly = { ...scope }
  if (shape.kind === 'regex') rowScopeOnly.text = [...(scope.text ?? []), 'f1']
  const derived = choice.derived.map(({ family, expression, policy, virtual }, index) => {
    const inner = expression({ ...scope, text: rowScopeOnly.text ?? scope.text ?? [] })
    const [notNull, onError] = policy === ' NOT NULL' ? [policy, ''] : ['', policy]
    const type = castTypes[family]
    const value = type.includes('(') ? `CAST(${inner} AS ${type})` : inner
    add(family, `e${index}`)
    if (family === 'text') rowScopeOnly.text = [...(rowScopeOnly.text ?? []), `e${index}`]
    return `e${index} ${type}${notNull} AS ${value}${onError}${virtual ? ' VIRTUAL' : ''}`
  })
  const ordinality = shape.kind === 'unnest' && choice.parse % 3 === 0 ? ['ord INT AS CAST(pos AS INT)'] : []
  const base = choice.columns.map((column) =>
    columnText(column, shape, hasColumnsClause(choice) || shape.kind !== 'csv'),
  )
  const rest = choice.rest === null || shape.kind === 'csv' ? [] : [choice.rest]
  const items = [
    ...(choice.derivedFirst ? [...derived, ...base] : [...base, ...derived]),
    ...choice.extras,
    ...ordinality,
    ...rest,
    ...choice.checks.map((check) => `CHECK (${check(scope)})`),
  ]
  const filter = choice.filter === null ? '' : ` FILTER ${choice.filter(filterScope)}`
  const where = choice.where === null ? '' : ` WHERE ${choice.where(scope)}`
  const table = `CREATE STREAMING TABLE ${name} (\n  ${items.join(',\n  ')}\n) FROM s${filter}\n  ${parseClause(choice, shape)}${where};`
  const stored = choice.columns.filter(({ virtual }) => !virtual)
  const kept = [
    ...stored.map(({ column }) => column.name),
    ...choice.derived.flatMap(({ virtual }, index) => (virtual ? [] : [`e${index}`])),
  ]
  const sinks = choice.sinks.map(({ where: condition, all }, index) => {
    const items = (all ? kept : kept.slice(0, 3)).map((column, at) => (at === 1 ? `${column} AS c${at}` : column))
    const list = all || kept.length === 0 ? '*' : items.join(', ')
    const wanted = condition === null ? '' : ` WHERE ${condition(scope)}`
    return `CREATE SINK ${name}_${index} WITH ('connector' = 'print') AS SELECT ${list} FROM ${name}${wanted};`
  })
  return [table, ...sinks].join('\n')
}

/** All the columns of the pool, many expressions over them, and nothing that would drop a record. */
const denseTable: fc.Arbitrary<TableChoice> = fc
  .tuple(
    fc.array(fc.nat(20), { minLength: pool.length, maxLength: pool.length }),
    fc.array(derivedChoice, { minLength: 1, maxLength: 16, size: 'max' }),
  )
  .map(([types, derived]) => ({
    columns: pool.map((column, index) => ({
      column,
      type: types[index],
      place: 0,
      format: -1,
      notNull: false,
      policy: 5,
      virtual: false,
    })),
    derived: derived.map((each) => ({ ...each, policy: ' NULL ON ERROR' })),
    derivedFirst: false,
    extras: [],
    rest: null,
    filter: null,
    where: null,
    checks: [],
    nullOnError: false,
    nullLiterals: false,
    parse: 0,
    sinks: [{ where: null, all: true }],
  }))

export function programsOf(shape: Shape): fc.Arbitrary<string> {
  const tables = shape.kind === 'dense' ? fc.tuple(denseTable) : fc.array(tableChoice, { minLength: 1, maxLength: 3 })
  return fc
    .tuple(fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York'), tables)
    .map(([zone, choices]) =>
      [
        `SET 'time.zone' = '${zone}';`,
        `CREATE SOURCE s WITH ('connector' = 'kafka', 'topic' = 'topic', 'properties.bootstrap.servers' = 'b:9092');`,
        functionTexts,
        ...choices.map((choice, index) => tableText(`t${index}`, choice, shape)),
      ].join('\n'),
    )
}
