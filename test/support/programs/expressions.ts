/**
 * Typed expressions as SQL, at random. An expression is a function of its scope: a leaf asks for "the n-th column of the family",
 * and is a constant where there is none, so that whatever shrinking takes out of the table the expression still compiles.
 */
import fc from 'fast-check'
import type { Family } from './pool.ts'

/** Names of columns by family. */
export type ExpressionScope = Partial<Record<Family, readonly string[]>>
export type ExpressionText = (scope: ExpressionScope) => string

const constants: Readonly<Record<Family, readonly string[]>> = {
  int: ['0', '1', '-7', '2147483647', '100', 'CAST(NULL AS INT)'],
  bigint: ['CAST(0 AS BIGINT)', '9223372036854775807', '4294967296', '-9223372036854775808'],
  decimal: ['0.5', '-1.25', '99999999.99', '3.3333', '0.0', '12345678901234567890.5', '0.005'],
  float: ['CAST(0.1 AS FLOAT)', 'CAST(3 AS FLOAT)'],
  double: ['1.5e0', '1e300', '-2.5e-3', '0e0', '-0e0'],
  text: [
    "''",
    "'a'",
    "'Ab c'",
    "'é%_'",
    "'12'",
    "'3.5'",
    "'true'",
    "'🙂'",
    "'%b%'",
    "' 2026-11-20 '",
    "'-'",
    '$${"a":{"b":[1]}}$$',
  ],
  bool: ['TRUE', 'FALSE', 'CAST(NULL AS BOOLEAN)'],
  date: ["DATE '2024-02-29'", "DATE '1970-01-01'", "DATE '9999-12-31'", "DATE '0000-01-01'"],
  time: ["CAST('23:59:59.5' AS TIME(3))", "CAST('00:00' AS TIME(3))"],
  timestamp: [
    "TIMESTAMP '2026-01-31 23:59:59.123'",
    "TIMESTAMP '1969-12-31 00:00:00'",
    "TIMESTAMP '9999-12-31 23:59:59'",
  ],
  instant: ["TIMESTAMP_LTZ '2026-11-01 05:30:00Z'", "TIMESTAMP_LTZ '1969-12-31 23:59:59.999Z'"],
  bytes: ["CAST('ab' AS BYTES)"],
  json: [`CAST('{"a":{"b":[1,2]},"c":"x"}' AS JSON)`],
  nested: [],
}

/** Families whose columns widen to another one without a CAST. */
const alsoTakes: Partial<Record<Family, readonly Family[]>> = {
  bigint: ['int'],
  decimal: ['int', 'bigint'],
  float: ['int', 'bigint'],
  double: ['int', 'bigint', 'decimal', 'float'],
}

/** To write `CAST(x AS …)`. */
export const castTypes: Readonly<Record<Exclude<Family, 'nested'>, string>> = {
  int: 'INT',
  bigint: 'BIGINT',
  decimal: 'DECIMAL(20, 4)',
  float: 'FLOAT',
  double: 'DOUBLE',
  text: 'STRING',
  bool: 'BOOLEAN',
  date: 'DATE',
  time: 'TIME(3)',
  timestamp: 'TIMESTAMP(6)',
  instant: 'TIMESTAMP_LTZ(6)',
  bytes: 'BYTES',
  json: 'JSON',
}

type Kind = Exclude<Family, 'nested' | 'bytes'>
const scalarKinds = [
  'int',
  'bigint',
  'decimal',
  'float',
  'double',
  'text',
  'bool',
  'date',
  'time',
  'timestamp',
  'instant',
] as const
const numberKinds = ['int', 'bigint', 'decimal', 'float', 'double'] as const

function leaf(kind: Kind): fc.Arbitrary<ExpressionText> {
  return fc.nat(30).map((pick) => (scope: ExpressionScope) => {
    const families: readonly Family[] = [kind, ...(alsoTakes[kind] ?? [])]
    // Its own columns count twice: what widens to it is not what is to be tested.
    const columns = [kind, ...families].flatMap((family) => scope[family] ?? [])
    const all = pick % 3 === 0 || columns.length === 0 ? constants[kind] : columns
    return all[pick % all.length]
  })
}

/** Functions in JavaScript that expressions call: none sees more than its values, and some of their results are wrong ones. */
export const functionTexts = `CREATE FUNCTION js_whole(a BIGINT, b INT) RETURNS BIGINT LANGUAGE JAVASCRIPT
AS $$ return a === null ? b : b === null ? undefined : a * BigInt(b) + 1n $$;
CREATE FUNCTION js_double(d DOUBLE, t BOOLEAN) RETURNS DOUBLE LANGUAGE JAVASCRIPT
AS $$ if (t) throw new RangeError('told to'); return d === null ? null : 1 / d $$;
CREATE FUNCTION js_text(t STRING, n INT) RETURNS STRING LANGUAGE JAVASCRIPT
AS $$ return t === null ? null : [...t].reverse().join(n === null ? '' : String(n % 7)) $$;
CREATE FUNCTION js_is(t STRING, j JSON) RETURNS BOOLEAN LANGUAGE JAVASCRIPT
AS $$ return j === null ? null : typeof JSON.parse(j) === t ? true : t === 'a' ? 'yes' : false $$;`

/** Nested columns as text. */
const nestedText: fc.Arbitrary<ExpressionText> = fc.nat(5).map((pick) => ({ nested = [] }: ExpressionScope) => {
  return nested.length === 0 ? "''" : `CAST(${nested[pick % nested.length]} AS STRING)`
})

/** Each ¤ of the text is replaced by the next part. */
function template(text: string, ...parts: fc.Arbitrary<ExpressionText>[]): fc.Arbitrary<ExpressionText> {
  const pieces = text.split('¤')
  return fc
    .tuple(...parts)
    .map((made) => (scope) => pieces.map((piece, i) => piece + (made[i]?.(scope) ?? '')).join(''))
}

export const expressions = fc.letrec<Record<Kind, ExpressionText>>((tie) => {
  const of = (kind: Kind): fc.Arbitrary<ExpressionText> => tie(kind)
  const some = <T extends string>(
    values: readonly T[],
    make: (value: T) => fc.Arbitrary<ExpressionText>,
  ): fc.Arbitrary<ExpressionText> => fc.oneof(...values.map((value) => make(value)))
  /** A leaf, what every family has, and what only this one has: each about as often, whatever the number of its forms. */
  const build = (kind: Kind, ...own: fc.Arbitrary<ExpressionText>[]): fc.Arbitrary<ExpressionText> =>
    fc.oneof(
      { maxDepth: 3, depthIdentifier: 'expression', withCrossShrink: true },
      { arbitrary: leaf(kind), weight: 3 },
      { arbitrary: fc.oneof(...common(kind)), weight: 2 },
      { arbitrary: fc.oneof(...own), weight: 4 },
    )
  const common = (kind: Kind): fc.Arbitrary<ExpressionText>[] => {
    const made = [
      template('CASE WHEN ¤ THEN ¤ ELSE ¤ END', of('bool'), of(kind), of(kind)),
      template('CASE WHEN ¤ THEN ¤ WHEN ¤ THEN ¤ END', of('bool'), of(kind), of('bool'), of(kind)),
      template('if(¤, ¤, ¤)', of('bool'), of(kind), of(kind)),
      template('coalesce(¤, ¤)', of(kind), of(kind)),
      template('TRY(¤)', of(kind)),
      template(`TRY_CAST(¤ AS ${castTypes[kind]})`, of('text')),
    ]
    if (kind === 'json') return made
    return [
      ...made,
      template('ifnull(¤, ¤)', of(kind), of(kind)),
      template('nullif(¤, ¤)', of(kind), of(kind)),
      template(`CAST(¤ AS ${castTypes[kind]})`, of('text')),
      template('CASE ¤ WHEN ¤ THEN ¤ ELSE ¤ END', of('int'), of('int'), of(kind), of(kind)),
      template(`CAST(¤ AS ${castTypes[kind]})`, of('json')),
    ]
  }
  const cast = (kind: Kind, from: readonly Kind[]): fc.Arbitrary<ExpressionText> =>
    some(from, (other) => template(`CAST(¤ AS ${castTypes[kind]})`, of(other)))
  const operators = ['+', '-', '*', '/', '%'] as const
  const number = (kind: Kind): fc.Arbitrary<ExpressionText>[] => [
    some(operators, (operator) => template(`(¤ ${operator} ¤)`, of(kind), of(kind))),
    some(operators, (operator) => template(`(¤ ${operator} ¤)`, of(kind), of(kind))),
    template('(- ¤)', of(kind)),
    template('abs(¤)', of(kind)),
  ]
  const decimal = (text: string, ...parts: fc.Arbitrary<ExpressionText>[]): fc.Arbitrary<ExpressionText> =>
    template(`CAST(${text} AS DECIMAL(20, 4))`, ...parts)
  const compared = (kind: Kind, other: Kind = kind): fc.Arbitrary<ExpressionText>[] => [
    some(['=', '<>', '<', '<=', '>', '>='], (operator) => template(`(¤ ${operator} ¤)`, of(kind), of(other))),
    template('(¤ IS DISTINCT FROM ¤)', of(kind), of(other)),
    template('(¤ IS NOT DISTINCT FROM ¤)', of(kind), of(other)),
    template('(¤ BETWEEN ¤ AND ¤)', of(kind), of(other), of(kind)),
    template('(¤ IN (¤, ¤))', of(kind), of(other), of(kind)),
    template('(¤ NOT IN (¤, ¤, NULL))', of(kind), of(other), of(kind)),
    template('(¤ IS NULL)', of(kind)),
    template('(¤ IS NOT NULL)', of(kind)),
  ]
  const longList = (kind: Kind): fc.Arbitrary<ExpressionText> =>
    template(
      `(¤ IN (${[...constants[kind], ...constants[kind], ...constants[kind]].slice(0, 12).join(', ')}))`,
      of(kind),
    )
  const text = (source: string, ...kinds: Kind[]): fc.Arbitrary<ExpressionText> => template(source, ...kinds.map(of))
  const unit = fc.constantFrom(
    ...["'90' MINUTE", "'1' MONTH", "'13' MONTH", "'1' DAY", "'0.5' SECOND", "'1' YEAR", "'100000' DAY", "'-3' HOUR"],
  )
  const shifted = (kind: Kind): fc.Arbitrary<ExpressionText> =>
    fc.tuple(of(kind), fc.constantFrom('+', '-'), unit).map(
      ([time, sign, amount]) =>
        (scope) =>
          `(${time(scope)} ${sign} INTERVAL ${amount})`,
    )

  return {
    int: build(
      'int',
      ...number('int'),
      cast('int', ['bigint', 'decimal', 'double', 'float', 'bool']),
      text('char_length(¤)', 'text'),
      text("cardinality(split(¤, 'a'))", 'text'),
      text('array_position(ARRAY[¤, ¤, 3], ¤)', 'int', 'int', 'int'),
      text('element_at(ARRAY[¤, ¤], ¤)', 'int', 'int', 'int'),
      text("locate('a', ¤)", 'text'),
      text('instr(¤, ¤)', 'text', 'text'),
      some(['timestamp', 'instant', 'date'], (kind) => text('CAST(year(¤) AS INT)', kind)),
      text('CAST(hour(¤) AS INT)', 'instant'),
    ),
    bigint: build(
      'bigint',
      ...number('bigint'),
      cast('bigint', ['int', 'decimal', 'double']),
      text('unix_timestamp(¤)', 'text'),
      text('mod(¤, ¤)', 'bigint', 'bigint'),
      text('js_whole(¤, ¤)', 'bigint', 'int'),
    ),
    decimal: build(
      'decimal',
      ...operators.map((operator) => decimal(`(¤ ${operator} ¤)`, of('decimal'), of('decimal'))),
      ...operators.map((operator) => decimal(`(¤ ${operator} ¤)`, of('decimal'), of('bigint'))),
      text('(- ¤)', 'decimal'),
      decimal('round(¤, 1)', of('decimal')),
      cast('decimal', ['double', 'float', 'bigint', 'bool']),
      text('abs(¤)', 'decimal'),
      text('ceil(¤)', 'decimal'),
    ),
    float: build('float', ...number('float'), cast('float', ['double', 'decimal', 'int'])),
    double: build(
      'double',
      ...number('double'),
      cast('double', ['decimal', 'float', 'bigint']),
      text('floor(¤)', 'double'),
      text('round(¤, 2)', 'double'),
      text('js_double(¤, ¤)', 'double', 'bool'),
    ),
    text: build(
      'text',
      text('(¤ || ¤)', 'text', 'text'),
      text('lower(¤)', 'text'),
      text('upper(¤)', 'text'),
      text('substring(¤, ¤)', 'text', 'int'),
      text('substring(¤, 2, 3)', 'text'),
      text('trim(¤)', 'text'),
      text("ltrim(¤, 'a ')", 'text'),
      text('replace(¤, ¤, ¤)', 'text', 'text', 'text'),
      text("lpad(¤, 6, 'xy')", 'text'),
      text('left(¤, ¤)', 'text', 'int'),
      text('right(¤, 2)', 'text'),
      text('reverse(¤)', 'text'),
      text('js_text(¤, ¤)', 'text', 'int'),
      text("split_index(¤, ',', 1)", 'text'),
      text("concat_ws('-', ¤, ¤)", 'text', 'text'),
      text('concat(¤, ¤)', 'text', 'text'),
      text("regexp_extract(¤, '([a-z]+) ?(.)', 2)", 'text'),
      text("regexp_replace(¤, '[aeiou]', '<$0>')", 'text'),
      text('md5(¤)', 'text'),
      text('url_encode(¤)', 'text'),
      text('url_decode(¤)', 'text'),
      text("parse_url(¤, 'QUERY', 'q')", 'text'),
      some(['timestamp', 'instant', 'date'], (kind) => text("date_format(¤, 'yyyy-MM-dd HH')", kind)),
      text('from_unixtime(¤)', 'bigint'),
      some(
        [
          'int',
          'bigint',
          'decimal',
          'float',
          'double',
          'bool',
          'date',
          'time',
          'timestamp',
          'instant',
          'json',
        ] as const,
        (kind) => text('CAST(¤ AS STRING)', kind),
      ),
      nestedText,
      text("array_join(array_distinct(split(¤, 'a')), '|', '?')", 'text'),
      text("array_join(array_sort(ARRAY[¤, ¤], FALSE), ',')", 'text', 'text'),
      text("str_to_map(¤, 'a', 'b')[¤]", 'text', 'text'),
      text("CAST(MAP[¤, ¤, 'k', ¤] AS STRING)", 'text', 'text', 'text'),
      text('array_join(array_slice(json_keys(¤), ¤, 3), ¤)', 'json', 'int', 'text'),
      text('ROW(¤, ¤).f1', 'instant', 'text'),
      some(['int', 'double', 'decimal', 'time', 'timestamp', 'instant', 'json'] as const, (kind) =>
        text('CAST(ROW(ARRAY[¤, ¤], ¤) AS STRING)', kind, kind, 'bool'),
      ),
      text("json_value(¤, '$.a')", 'json'),
      text("json_query(¤, '$.a.b[*]')", 'json'),
      text("json_value(¤, '$.a')", 'text'),
      text("json_query(¤, '$.a')", 'json'),
    ),
    bool: build(
      'bool',
      text('(¤ AND ¤)', 'bool', 'bool'),
      text('(¤ OR ¤)', 'bool', 'bool'),
      text('(¤ AND ¤ AND ¤)', 'bool', 'bool', 'bool'),
      text('(¤ OR ¤ OR ¤)', 'bool', 'bool', 'bool'),
      text('(NOT ¤)', 'bool'),
      some(scalarKinds, (kind) => fc.oneof(...compared(kind))),
      some(numberKinds, (kind) => some(numberKinds, (other) => fc.oneof(...compared(kind, other)))),
      some(['int', 'text', 'bigint', 'decimal', 'double'] as const, longList),
      some(['=', '<>', 'IS DISTINCT FROM'], (operator) =>
        fc.oneof(
          text(`(ARRAY[¤, ¤] ${operator} ARRAY[¤, ¤])`, 'double', 'double', 'double', 'double'),
          text(`(MAP['a', ¤, ¤, 1.5] ${operator} MAP[¤, 1.50, 'a', ¤])`, 'decimal', 'text', 'text', 'decimal'),
          text(`(ROW(¤, ARRAY[¤]) ${operator} ROW(¤, ARRAY[¤]))`, 'instant', 'text', 'instant', 'text'),
          text(`(split(¤, 'a') ${operator} split(¤, ¤))`, 'text', 'text', 'text'),
        ),
      ),
      text('(ARRAY[¤] IN (ARRAY[¤], ARRAY[1, ¤], NULL))', 'int', 'int', 'bigint'),
      text("(¤ LIKE 'a%_')", 'text'),
      text('(¤ LIKE ¤)', 'text', 'text'),
      text("(¤ NOT LIKE '%!%%' ESCAPE '!')", 'text'),
      text("(¤ LIKE ¤ ESCAPE '_')", 'text', 'text'),
      text('(¤ CONTAINS ¤)', 'text', 'text'),
      text("(¤ CONTAINS 'b')", 'text'),
      text("(¤ STARTS WITH 'A')", 'text'),
      text('(¤ ENDS WITH ¤)', 'text', 'text'),
      text("(¤ NOT MATCHES '(?i)[a-z]+ ?c$')", 'text'),
      text("json_exists(¤, '$.a.b')", 'json'),
      text('js_is(¤, ¤)', 'text', 'json'),
      some(scalarKinds, (kind) => text('array_contains(ARRAY[¤, ¤], ¤)', kind, kind, kind)),
      cast('bool', ['int', 'decimal']),
    ),
    date: build(
      'date',
      fc.tuple(of('date'), fc.constantFrom("+ INTERVAL '1' DAY", "- INTERVAL '1' MONTH", "+ INTERVAL '400' DAY")).map(
        ([date, shift]) =>
          (scope) =>
            `(${date(scope)} ${shift})`,
      ),
      cast('date', ['timestamp', 'instant']),
      text('to_date(¤)', 'text'),
      text("to_date(¤, 'yyyyMMdd')", 'text'),
    ),
    time: build(
      'time',
      fc.tuple(of('time'), fc.constantFrom("+ INTERVAL '90' MINUTE", "- INTERVAL '25' HOUR")).map(
        ([time, shift]) =>
          (scope) =>
            `(${time(scope)} ${shift})`,
      ),
      cast('time', ['timestamp', 'instant']),
    ),
    timestamp: build(
      'timestamp',
      shifted('timestamp'),
      cast('timestamp', ['date', 'instant']),
      text('to_timestamp(¤)', 'text'),
    ),
    instant: build('instant', shifted('instant'), cast('instant', ['date', 'timestamp'])),
    json: build('json', text('CAST(¤ AS JSON)', 'text')),
  }
})
