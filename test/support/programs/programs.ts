/** Programs at random, as SQL: one source `s`, one to three tables, up to three sinks each. Almost all of them compile. */
import fc from 'fast-check'
import { castTypes, expressions, functionTexts } from './expressions.ts'
import type { ExpressionScope, ExpressionText } from './expressions.ts'
import { hasColumnsClause, parseClause, placeClause } from './parse-clauses.ts'
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
