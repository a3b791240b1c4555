/** Tables at random, as SQL: columns of many types with policies, typed expressions, conditions; and records for them. */
import fc from 'fast-check'

type Kind = 'int' | 'bigint' | 'decimal' | 'double' | 'text' | 'bool' | 'time' | 'date'

/** Columns that come from the record, and the SQL of their types. */
const base: readonly { readonly name: string; readonly kind: Kind | 'json'; readonly type: string }[] = [
  { name: 'i', kind: 'int', type: 'INT' },
  { name: 'n', kind: 'int', type: 'INT' },
  { name: 'l', kind: 'bigint', type: 'BIGINT' },
  { name: 'd', kind: 'decimal', type: 'DECIMAL(10, 2)' },
  { name: 'w', kind: 'decimal', type: 'DECIMAL(30, 4)' },
  { name: 'x', kind: 'double', type: 'DOUBLE' },
  { name: 's', kind: 'text', type: 'STRING' },
  { name: 'v', kind: 'text', type: 'VARCHAR(4)' },
  { name: 'b', kind: 'bool', type: 'BOOLEAN' },
  { name: 't', kind: 'time', type: 'TIMESTAMP(3)' },
  { name: 'day', kind: 'date', type: 'DATE' },
  { name: 'j', kind: 'json', type: 'JSON' },
]

const typeOf: Readonly<Record<Kind, string>> = {
  int: 'INT',
  bigint: 'BIGINT',
  decimal: 'DECIMAL(20, 4)',
  double: 'DOUBLE',
  text: 'STRING',
  bool: 'BOOLEAN',
  time: 'TIMESTAMP(3)',
  date: 'DATE',
}

const constants: Readonly<Record<Kind, readonly string[]>> = {
  int: ['0', '1', '-7', '2147483647', '100'],
  bigint: ['CAST(0 AS BIGINT)', '9223372036854775807', '4294967296'],
  decimal: ['0.5', '-1.25', '99999999.99', '3.3333'],
  double: ['1.5e0', '1e300', '-2.5e-3', '0e0'],
  text: ["''", "'a'", "'Ab c'", "'é%_'", "'12'", "'3.5'", "'true'"],
  bool: ['TRUE', 'FALSE'],
  time: ["TIMESTAMP '2026-01-31 23:59:59.123'", "TIMESTAMP '1969-12-31 00:00:00'"],
  date: ["DATE '2024-02-29'", "DATE '1970-01-01'"],
}

function leafOf(name: string): string {
  return name === 'w' ? 'CAST(w AS DECIMAL(20, 4))' : name
}

/** An expression of each kind, of bounded depth. */
const expressions = fc.letrec<Record<Kind, string>>((tie) => {
  const of = (kind: Kind): fc.Arbitrary<string> => tie(kind)
  const leaf = (kind: Kind): fc.Arbitrary<string> =>
    fc.constantFrom(
      ...constants[kind],
      ...base.filter((column) => column.kind === kind).map(({ name }) => leafOf(name)),
    )
  const build = (kind: Kind, ...others: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.oneof(
      { maxDepth: 3, depthIdentifier: 'expression' },
      { arbitrary: leaf(kind), weight: 3 },
      ...common(kind),
      ...others,
    )
  const template = (text: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((values) => values.reduce((result, value) => result.replace('¤', () => value), text))
  const common = (kind: Kind): fc.Arbitrary<string>[] => [
    template('CASE WHEN ¤ THEN ¤ ELSE ¤ END', of('bool'), of(kind), of(kind)),
    template('CASE WHEN ¤ THEN ¤ END', of('bool'), of(kind)),
    template('coalesce(¤, ¤)', of(kind), of(kind)),
    template('nullif(¤, ¤)', of(kind), of(kind)),
    template('TRY(¤)', of(kind)),
    template(`TRY_CAST(¤ AS ${typeOf[kind]})`, of('text')),
    template(`CAST(¤ AS ${typeOf[kind]})`, of('text')),
  ]
  const number = (kind: Kind): fc.Arbitrary<string>[] => [
    fc.constantFrom('+', '-', '*', '/', '%').chain((operator) => template(`(¤ ${operator} ¤)`, of(kind), of(kind))),
    template('(- ¤)', of(kind)),
  ]
  const compared = (kind: Kind): fc.Arbitrary<string>[] => [
    fc
      .constantFrom('=', '<>', '<', '<=', '>', '>=')
      .chain((operator) => template(`(¤ ${operator} ¤)`, of(kind), of(kind))),
    template('(¤ IS DISTINCT FROM ¤)', of(kind), of(kind)),
    template('(¤ BETWEEN ¤ AND ¤)', of(kind), of(kind), of(kind)),
    template('(¤ IN (¤, ¤))', of(kind), of(kind), of(kind)),
    template('(¤ NOT IN (¤, ¤, NULL))', of(kind), of(kind), of(kind)),
    template('(¤ IS NULL)', of(kind)),
    template('(¤ IS NOT NULL)', of(kind)),
  ]
  return {
    int: build('int', ...number('int'), template('char_length(¤)', of('text'))),
    bigint: build('bigint', ...number('bigint'), template('CAST(¤ AS BIGINT)', of('int'))),
    decimal: build(
      'decimal',
      template('CAST((¤ + ¤) AS DECIMAL(20, 4))', of('decimal'), of('decimal')),
      template('CAST((¤ / ¤) AS DECIMAL(20, 4))', of('decimal'), of('decimal')),
      template('CAST((¤ * ¤) AS DECIMAL(20, 4))', of('decimal'), of('int')),
      template('(- ¤)', of('decimal')),
    ),
    double: build('double', ...number('double'), template('CAST(¤ AS DOUBLE)', of('decimal'))),
    text: build(
      'text',
      template('(¤ || ¤)', of('text'), of('text')),
      template('lower(¤)', of('text')),
      template('upper(¤)', of('text')),
      template('substring(¤, ¤)', of('text'), of('int')),
      template('CAST(¤ AS STRING)', of('int')),
      template('CAST(¤ AS STRING)', of('decimal')),
      template('CAST(¤ AS STRING)', of('time')),
      template("date_format(¤, 'yyyy-MM-dd HH')", of('time')),
      fc.constant("json_value(j, '$.a')"),
    ),
    bool: build(
      'bool',
      template('(¤ AND ¤)', of('bool'), of('bool')),
      template('(¤ OR ¤)', of('bool'), of('bool')),
      template('(NOT ¤)', of('bool')),
      ...(['int', 'bigint', 'decimal', 'double', 'text', 'time', 'date'] as const).flatMap(compared),
      template("(¤ LIKE 'a%_')", of('text')),
      template('(¤ LIKE ¤)', of('text'), of('text')),
      template("(¤ NOT LIKE '%!%%' ESCAPE '!')", of('text')),
      template('(¤ CONTAINS ¤)', of('text'), of('text')),
      template("(¤ STARTS WITH 'A')", of('text')),
      template("(¤ ENDS WITH 'c')", of('text')),
      template("(¤ MATCHES '[a-z]+ ?c$')", of('text')),
    ),
    time: build(
      'time',
      template("(¤ + INTERVAL '90' MINUTE)", of('time')),
      template("(¤ - INTERVAL '1' MONTH)", of('time')),
    ),
    date: build('date', template("(¤ + INTERVAL '1' DAY)", of('date')), template('CAST(¤ AS DATE)', of('time'))),
  }
})

const onError = fc.constantFrom('', ' NULL ON ERROR', ' NULL ON ERROR', ' NULL ON ERROR')

const defaults: Readonly<Record<Kind | 'json', readonly string[]>> = {
  int: [' DEFAULT 5', ' DEFAULT 5 ON EMPTY', ' DEFAULT -1 ON ERROR'],
  bigint: [' DEFAULT 7', ' DEFAULT 8 ON ERROR'],
  decimal: [' DEFAULT 1.5', ' DEFAULT 2.25 ON ERROR'],
  double: [' DEFAULT 0.5'],
  text: [" DEFAULT 'none'", " DEFAULT 'bad' ON ERROR"],
  bool: [' DEFAULT FALSE'],
  time: [],
  date: [],
  json: [],
}

const baseColumns = fc.tuple(
  ...base.map(({ name, kind, type }) =>
    fc
      .tuple(
        fc.constantFrom(...Array.from({ length: 20 }, () => ''), ' NOT NULL'),
        fc.oneof({ arbitrary: onError, weight: 3 }, fc.constantFrom('', ...defaults[kind])),
        fc.nat(9),
      )
      .map(([notNull, policy, virtual]) => `${name} ${type}${notNull}${policy}${virtual === 0 ? ' VIRTUAL' : ''}`),
  ),
)

const kinds: readonly Kind[] = ['int', 'bigint', 'decimal', 'double', 'text', 'bool', 'time', 'date']

const derivedColumns = fc
  .array(
    fc
      .constantFrom(...kinds)
      .chain((kind) =>
        fc.tuple(expressions[kind], onError).map(([text, policy]) => `${typeOf[kind]} AS ${text}${policy}`),
      ),
    { minLength: 1, maxLength: 5 },
  )
  .map((columns) => columns.map((column, index) => `e${index} ${column}`))

const filter = fc.constantFrom(
  '',
  `FILTER CONTAINS '"i"'`,
  `FILTER raw LIKE '%s%' OR NOT CONTAINS 'x'`,
  'FILTER 10 / (offset - 101) > 0',
)

const parse = fc.constantFrom(
  'PARSE JSON',
  'PARSE JSON',
  'PARSE JSON NULL ON ERROR',
  "PARSE JSON WITH ('null-literal' = 'x;12;true')",
  "PARSE REGEX '^(?<body>.*)$' THEN JSON (body)",
  "PARSE REGEX '(?s)^(?<start>.{0,20})', '(?<body>z)' THEN JSON",
  "PARSE CSV COLUMNS (i, s) WITH ('csv.extra-fields' = 'ignore') NULL ON ERROR THEN JSON",
  "PARSE JSON THEN JSON (PATH '$.j' AS inner_text) NULL ON ERROR",
)

const sometimes = fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, { arbitrary: expressions.bool, weight: 1 })

const functions = fc.constantFrom(
  '',
  'CREATE FUNCTION f(a INT, b STRING) RETURNS STRING AS b || CAST(a AS STRING) || coalesce(b, upper(b), lower(b), b);\n',
  'CREATE FUNCTION g() RETURNS DECIMAL(5, 2) LANGUAGE javascript AS $$\n  return "1.50"\n$$;\n',
)

/** A source `s` with a table `t` and the sinks `one` and `two`. Not all of them compile: constants may overflow. */
export const specs: fc.Arbitrary<string> = fc
  .record({
    columns: baseColumns,
    derived: derivedColumns,
    rest: fc.constantFrom([], ['rest JSON REST'], [`src BIGINT METADATA FROM 'offset'`]),
    check: sometimes,
    filter,
    parse,
    where: sometimes,
    one: sometimes,
    two: sometimes,
    functions,
  })
  .map(({ columns, derived, rest, check, filter: keep, parse: steps, where, one, two, functions: own }) => {
    const items = [...columns, ...derived, ...rest, ...(check === null ? [] : [`CHECK (${check})`])]
    const condition = (text: string | null): string => (text === null ? '' : ` WHERE ${text}`)
    return `${own}CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');
CREATE STREAMING TABLE t (
  ${items.join(',\n  ')}
) FROM s ${keep} ${steps}${condition(where)};
CREATE SINK one WITH ('connector' = 'print') AS SELECT * FROM t${condition(one)};
CREATE SINK two WITH ('connector' = 'print') AS SELECT e0 FROM t${condition(two)};`
  })

const anyToken = fc.constantFrom('null', '""', '" "', 'true', '[]', '{"a":1}', '"\\ud800"', '1e999', '"x"', '-0', '0.0')

const tokens: Readonly<Record<string, fc.Arbitrary<string>>> = {
  i: fc.oneof(fc.integer().map(String), fc.constantFrom('"12"', '3.0', '1.5', '2147483648', '" 7 "', '0')),
  n: fc.integer({ min: -3, max: 3 }).map(String),
  l: fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }).map(String), fc.constantFrom('"9007199254740993"', '1')),
  d: fc.oneof(
    fc.integer({ min: -10_000, max: 10_000 }).map((cents) => String(cents / 100)),
    fc.constantFrom('1.005', '"2.50"', '123456789'),
  ),
  w: fc.oneof(fc.bigInt({ min: -(10n ** 26n), max: 10n ** 26n }).map(String), fc.constantFrom('"0.0001"', '5')),
  x: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
    fc.constantFrom('"1e5"', '0'),
  ),
  s: fc.oneof(
    fc.string({ maxLength: 6, unit: 'grapheme' }).map((text) => JSON.stringify(text)),
    fc.constantFrom('"Ab c"', '12', '"\\u00e9%"'),
  ),
  v: fc.string({ maxLength: 5 }).map((text) => JSON.stringify(text)),
  b: fc.constantFrom('true', 'false', '"TRUE"', '1', '0', '2', '"no"'),
  t: fc.constantFrom(
    '"2026-11-20 10:00:00.123"',
    '"2026-11-20T10:00:00Z"',
    '"2024-02-29"',
    '"x"',
    '"1969-01-31 00:00:00"',
  ),
  day: fc.constantFrom('"2026-11-20"', '"2023-02-29"', '"1969-12-31"'),
  j: fc.constantFrom('{"a": "Z"}', '{"a":{"b":[1, 2]}}', '[1, "é"]', '"text"', '5'),
}

const members = fc
  .tuple(
    ...Object.entries(tokens).map(([key, token]) =>
      fc.tuple(fc.constant(key), fc.oneof({ arbitrary: token, weight: 40 }, anyToken), fc.nat(9)),
    ),
  )
  .map((all) => all.filter(([, , chance]) => chance > 0).map(([key, token]) => `"${key}":${token}`))

const objects = fc
  .tuple(
    members,
    fc.array(fc.constantFrom('"zz":1', '"i":3', '"z z":{"i": [1 ,2]}'), { maxLength: 2 }),
    fc.constantFrom(',', ', ', ' ,\t'),
  )
  .map(([own, extra, comma]) => `{${[...own, ...extra].join(comma)}}`)

/** Mostly objects with the specs' keys, some with wrong values, some of them broken. */
export const records: fc.Arbitrary<(string | Uint8Array | null)[]> = fc.array(
  fc.oneof(
    { arbitrary: objects, weight: 12 },
    { arbitrary: fc.tuple(objects, fc.nat(200)).map(([text, at]) => text.slice(0, at)), weight: 1 },
    { arbitrary: fc.constantFrom('', null, '[1]', '5', 'null', Buffer.from([0x7b, 0xff])), weight: 1 },
  ),
  { minLength: 5, maxLength: 12 },
)
