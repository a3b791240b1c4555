/** What is no function but syntax: operators, CASE, CAST, TRY. They are told here, beside the functions, with examples that run. */
import type { FunctionExample } from './definition.ts'

export interface Form {
  readonly title: string
  readonly syntax: readonly string[]
  readonly description: string
  readonly flink: string
  readonly differs?: string
  readonly examples: readonly FunctionExample[]
}

const overflow = 'fails on overflow, which Flink lets pass in silence for integers'

export const allForms: readonly Form[] = [
  {
    title: 'Arithmetic',
    syntax: ['a + b', 'a - b', 'a * b', 'a / b', 'a % b', '-a'],
    description:
      "Numbers widen to one type; integers divide to integers. DECIMALs are exact, with SQL's digits for the result (at most 38), rounded half away from zero where these are not enough. Overflow and division by zero are row errors.",
    flink: 'the same operators',
    differs: overflow,
    examples: [
      { expression: '7 / 2', result: '3' },
      { expression: '-7 % 3', result: '-1' },
      { expression: '0.1 + 0.2', result: '0.3' },
      { expression: 'CAST(1.10 * 3 AS STRING)', result: "'3.30'" },
      { expression: '1 / 0', failure: 'division by zero' },
      { expression: '1.0 / 0', failure: 'division by zero' },
      { expression: '2147483647 + 1', failure: 'the result is out of range for INT' },
      { expression: '9223372036854775807 + 1', failure: 'the result is out of range for BIGINT' },
    ],
  },
  {
    title: 'TRY',
    syntax: [
      'TRY(expression)',
      'try_add(a, b)',
      'try_subtract(a, b)',
      'try_multiply(a, b)',
      'try_divide(a, b)',
      'try_mod(a, b)',
    ],
    description:
      'NULL where the expression fails: text that cannot be read, overflow, division by zero. `try_divide(a, b)` is `TRY(a / b)`, and so on.',
    flink: "none; Spark's TRY_ADD and its kin, Trino's TRY",
    examples: [
      { expression: "TRY(to_date('soon'))", result: 'NULL' },
      { expression: "TRY(to_date('2026-11-20'))", result: "DATE '2026-11-20'" },
      { expression: 'try_divide(1, 0)', result: 'NULL' },
      { expression: 'try_divide(7, 2)', result: '3' },
      { expression: 'try_add(2147483647, 1)', result: 'NULL' },
      { expression: 'try_multiply(9223372036854775807, 2)', result: 'NULL' },
      { expression: 'try_subtract(1.50, 0.25)', result: '1.25' },
      { expression: 'try_mod(7, 0)', result: 'NULL' },
    ],
  },
  {
    title: 'CAST and TRY_CAST',
    syntax: ['CAST(expression AS type)', 'TRY_CAST(expression AS type)'],
    description:
      'The value as another type; what cannot be converted fails, or is NULL for TRY_CAST. Numbers lose their fraction going to an integer, and are rounded half away from zero going to a DECIMAL. ARRAY, MAP and ROW come from JSON and its text element by element, a ROW by key (what it has not is NULL, what it does not name is left out), and become JSON with all digits, dates and times as SQL writes them, and BYTES as BASE64 (which JSON gives back as text: `from_base64` reads it).',
    flink: 'CAST and TRY_CAST',
    differs: "text is read strictly: `'12abc'`, and `'1.5'` for an integer, are no numbers; empty text is NULL",
    examples: [
      { expression: "CAST('42' AS INT)", result: '42' },
      { expression: 'CAST(1.9 AS INT)', result: '1' },
      { expression: 'CAST(2.345 AS DECIMAL(10, 2))', result: '2.35' },
      { expression: "TRY_CAST('12abc' AS INT)", result: 'NULL' },
      { expression: "CAST('non-number' AS INT)", failure: 'not a number' },
      { expression: 'CAST(300 AS TINYINT)', failure: 'out of range for TINYINT' },
      { expression: 'CAST(NULL AS INT)', result: 'NULL' },
      {
        expression: `CAST(CAST('{"a":[1,"2",null]}' AS JSON) AS MAP<STRING, ARRAY<INT>>)`,
        result: "MAP['a', ARRAY[1, 2, NULL]]",
      },
      {
        expression: `CAST('{"b":"x","c":1}' AS ROW<a INT, b STRING>)`,
        result: `CAST('{"a":null,"b":"x"}' AS ROW<a INT, b STRING>)`,
      },
      { expression: "CAST(CAST(MAP['a', ARRAY[1.10, NULL]] AS JSON) AS STRING)", result: `'{"a":[1.10,null]}'` },
      {
        expression: "CAST(CAST(ROW(DATE '2026-11-20', 'x') AS JSON) AS STRING)",
        result: `'{"f0":"2026-11-20","f1":"x"}'`,
      },
      { expression: "CAST(CAST('[1,2]' AS ARRAY<INT>) AS STRING)", result: "'[1,2]'" },
      { expression: "CAST(CAST('1' AS JSON) AS ARRAY<INT>)", failure: 'a JSON number is not an ARRAY' },
    ],
  },
  {
    title: 'CASE',
    syntax: ['CASE value WHEN a THEN x … [ELSE y] END', 'CASE WHEN condition THEN x … [ELSE y] END'],
    description: 'The first result whose condition is TRUE; only that is evaluated. Without ELSE: NULL.',
    flink: 'CASE',
    examples: [
      { expression: "CASE 2 WHEN 1 THEN 'one' WHEN 2 THEN 'two' END", result: "'two'" },
      { expression: "CASE WHEN 1 > 2 THEN 'more' ELSE 'less' END", result: "'less'" },
      { expression: 'CASE WHEN FALSE THEN 1 / 0 END', result: 'NULL' },
    ],
  },
  {
    title: 'Comparisons',
    syntax: [
      'a = b',
      'a <> b',
      'a < b',
      'a BETWEEN b AND c',
      'a IN (b, …)',
      'a IS [NOT] NULL',
      'a IS [NOT] DISTINCT FROM b',
    ],
    description:
      "NULL where a side is NULL, but for the last two. Texts compare by code point. ARRAY, MAP and ROW are equal where their parts are: they go with `=`, `<>`, IN and IS DISTINCT FROM, and have no order. The order of a MAP's keys does not count; ROWs need the same names. JSON, and what holds JSON, is not compared (1.0 and 1 are two texts): compare a part of it, or its text.",
    flink: 'the same operators',
    differs:
      'a NULL inside of an ARRAY, MAP or ROW equals a NULL; in Flink that depends on how the value is held in memory (ScalarOperatorGens: binary arrays compare by their bytes, others give FALSE)',
    examples: [
      { expression: 'NULL = 1', result: 'NULL' },
      { expression: '1 IS DISTINCT FROM NULL', result: 'TRUE' },
      { expression: '4 IN (1, 2, NULL)', result: 'NULL' },
      { expression: '12 BETWEEN 15 AND 12', result: 'FALSE' },
      { expression: '12 BETWEEN NULL AND 10', result: 'FALSE' },
      { expression: "split('a,b', ',') = ARRAY['a', 'b']", result: 'TRUE' },
      { expression: 'ARRAY[1, NULL] = ARRAY[1, NULL]', result: 'TRUE' },
      { expression: 'ARRAY[1, 2] <> ARRAY[2, 1]', result: 'TRUE' },
      { expression: "MAP['a', 1, 'b', 2] = MAP['b', 2.0, 'a', 1.00]", result: 'TRUE' },
      { expression: "ROW(1, 'x') IN (ROW(2, 'x'), ROW(1, 'y'))", result: 'FALSE' },
      { expression: 'ARRAY[1] IS DISTINCT FROM NULL', result: 'TRUE' },
    ],
  },
  {
    title: 'Conditions',
    syntax: ['a AND b', 'a OR b', 'NOT a', 'a IS [NOT] {TRUE | FALSE | UNKNOWN}'],
    description:
      'Three-valued: NULL is unknown. What is not needed is not evaluated, left to right. IS TRUE and its kin never give NULL.',
    flink: 'the same operators',
    examples: [
      { expression: 'NULL OR TRUE', result: 'TRUE' },
      { expression: 'NULL AND TRUE', result: 'NULL' },
      { expression: 'FALSE AND 1 / 0 = 1', result: 'FALSE' },
      { expression: '(1 = NULL) IS TRUE', result: 'FALSE' },
      { expression: '(1 = NULL) IS NOT FALSE', result: 'TRUE' },
      { expression: '(1 = NULL) IS UNKNOWN', result: 'TRUE' },
    ],
  },
  {
    title: 'LIKE and ILIKE',
    syntax: ['text [NOT] LIKE pattern [ESCAPE escape]', 'text [NOT] ILIKE pattern [ESCAPE escape]'],
    description:
      'Whether the whole text fits a pattern: `%` is any text, `_` one character; what follows the escape is ordinary. ILIKE takes no notice of letter case: `a ILIKE b` is `lower(a) LIKE lower(b)`.',
    flink: 'LIKE',
    differs: 'Flink has no ILIKE',
    examples: [
      { expression: "'Login failed' LIKE 'Login%'", result: 'TRUE' },
      { expression: "'login failed' ILIKE 'LOGIN%'", result: 'TRUE' },
      { expression: "'ÄÖ' NOT ILIKE 'äö'", result: 'FALSE' },
      { expression: "'50%' LIKE '50!%' ESCAPE '!'", result: 'TRUE' },
      { expression: "'日志' LIKE '_志'", result: 'TRUE' },
      { expression: "CAST(NULL AS STRING) ILIKE '%'", result: 'NULL' },
    ],
  },
  {
    title: 'Text search',
    syntax: [
      'text [NOT] CONTAINS part',
      'text [NOT] STARTS WITH part',
      'text [NOT] ENDS WITH part',
      'text [NOT] MATCHES regex',
    ],
    description:
      "Whether a text has a part anywhere, at its start or its end, or a regex of RE2's syntax finds something in it.",
    flink: 'none; INSTR, STARTSWITH, ENDSWITH, REGEXP',
    examples: [
      { expression: "'[LoginRole],{}' CONTAINS '[LoginRole]'", result: 'TRUE' },
      { expression: "'a.log' ENDS WITH '.gz'", result: 'FALSE' },
      { expression: "'a1' MATCHES '[0-9]$'", result: 'TRUE' },
    ],
  },
  {
    title: 'Joining texts',
    syntax: ['a || b'],
    description: 'The texts one behind the other; NULL if any is NULL.',
    flink: '||',
    examples: [
      { expression: "'a' || 'b' || 'c'", result: "'abc'" },
      { expression: "'a' || NULL", result: 'NULL' },
    ],
  },
  {
    title: 'Intervals',
    syntax: ['time + INTERVAL', 'time - INTERVAL', 'timestamp - timestamp'],
    description:
      "`INTERVAL '10' MINUTE`, `INTERVAL '1-2' YEAR TO MONTH`, `INTERVAL '1 10:00:00' DAY TO SECOND`. The 31st becomes the last day of a shorter month. Months and days of an instant are counted in UTC.",
    flink: 'the same operators',
    examples: [
      {
        expression: "TIMESTAMP '2026-11-20 10:00:00' + INTERVAL '10' MINUTE",
        result: "TIMESTAMP '2026-11-20 10:10:00'",
      },
      { expression: "DATE '2026-01-31' + INTERVAL '1' MONTH", result: "DATE '2026-02-28'" },
      { expression: "TIME '23:59:00' + INTERVAL '2' MINUTE", result: "TIME '00:01:00'" },
    ],
  },
]
