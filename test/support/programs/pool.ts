/**
 * The columns that generated tables are made of. A name always has the same family, so that records can be generated without
 * knowing the table, and an expression can ask for "some text" and get whatever column the table has.
 */
export type Family =
  | 'int'
  | 'bigint'
  | 'decimal'
  | 'float'
  | 'double'
  | 'text'
  | 'bool'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'instant'
  | 'bytes'
  | 'json'
  | 'nested'

export interface PoolColumn {
  readonly name: string
  readonly family: Family
  /** As SQL; a table takes one of them. */
  readonly types: readonly string[]
  /** FORMAT clauses that go with all of the types. */
  readonly formats: readonly string[]
  /** Constants for DEFAULT. */
  readonly defaults: readonly string[]
  /** Values as JSON tokens: right ones, wrong ones and those on the edge. Texts among them serve as CSV and regex fields. */
  readonly tokens: readonly string[]
}

const text = (...texts: string[]): string[] => texts.map((each) => JSON.stringify(each))

const edgeNumbers = [
  ...['0', '-0', '1', '-1', '7', '127', '128', '-129', '32768', '2147483647', '2147483648', '-2147483648'],
  ...['9007199254740993', '9223372036854775807', '9223372036854775808', '-9223372036854775808', '1e400', '-1e400'],
  ...['3.0', '1.50', '1.5', '12e-1', '1e2', '100000000000000000000e-20', '0.1', '123.456', '1e-400', '0e999', '5E-324'],
  ...['99999999999999999999999999999999999999', '0.00000000000000000000000000000000000001', '12345678.905', '3.4e38'],
]
const edgeTexts = text(
  '12',
  ' 7 ',
  '+3',
  '.5',
  '5.',
  '1e2',
  '12abc',
  '',
  ' ',
  '-',
  'NA',
  '0x10',
  '1_000',
  '１２',
  '\t3.0\n',
)

const times = text(
  ...['2026-11-20', '2026-11-20 10:00:00', '2026-11-20T10:00:00.123456789+08:00', '1969-12-31T23:59:59.9999999Z'],
  ...['2026-11-01 01:30:00', '2026-03-08 02:30:00', '0000-01-01', '9999-12-31 23:59:59.999999', '10:11:12', '10:11'],
  ...[
    '20/Nov/2026:10:00:00 +0800',
    '20261120',
    '11-20 10:00',
    '02-29 00:00',
    '2026-02-29',
    '1700000000.123',
    '-1',
    ' 2026-11-20 ',
  ],
)
const timeTokens = [...times, '1700000000', '1700000000123', '20261120', '-62200000000', '253402300800', '1e400', '1.5']

function temporal(name: string, family: Family, types: string[], formats: string[]): PoolColumn {
  return { name, family, types, formats, defaults: [], tokens: timeTokens }
}

function number(name: string, family: Family, types: string[], defaults: string[]): PoolColumn {
  return { name, family, types, formats: [], defaults, tokens: [...edgeNumbers, ...edgeTexts] }
}

const strings = text(
  ...[
    '',
    ' ',
    'a',
    'Ab c',
    'a%b_c',
    'é',
    '🙂x',
    '中文',
    '12',
    '3.5',
    'true',
    '2026-11-20',
    '-',
    'NA',
    '"',
    "it's",
    'a,b;c|d',
  ],
  ...[
    'line\nbreak',
    '\u0000',
    '{"a":1}',
    '[1,2]',
    'http://h.x/p?q=1&r=%20#f',
    '\\',
    'long long long long text',
    ' pad ',
  ],
)
const escapes = ['"\\u00e9\\ud83d\\ude42"', '"\\ud800"', '"x\\udc00"', '"\\/\\b\\f"', '"a\\u0000"', '"\\u002d"']

export const pool: readonly PoolColumn[] = [
  number('ti', 'int', ['TINYINT'], ['5', '-128']),
  number('si', 'int', ['SMALLINT'], ['5']),
  number('i', 'int', ['INT'], ['5', '-7', '2147483647']),
  number('k', 'int', ['INT'], ['0']),
  number('l', 'bigint', ['BIGINT'], ['9223372036854775807', '0']),
  number('m', 'bigint', ['BIGINT'], ['-1']),
  number('d', 'decimal', ['DECIMAL(5, 2)', 'DECIMAL(10, 2)', 'DECIMAL(18, 4)', 'DECIMAL(9, 1)'], ['1.5', '-2.5', '7']),
  number(
    'w',
    'decimal',
    ['DECIMAL(19, 0)', 'DECIMAL(30, 4)', 'DECIMAL(38, 10)', 'DECIMAL(38, 0)', 'DECIMAL(20, 20)'],
    ['0'],
  ),
  number('f', 'float', ['FLOAT'], ['0.5', '1e0']),
  number('x', 'double', ['DOUBLE'], ['0.5', '-1e300']),
  number('y', 'double', ['DOUBLE'], ['0']),
  {
    name: 's',
    family: 'text',
    types: ['STRING'],
    formats: [],
    defaults: ["'none'", "''"],
    tokens: [...strings, ...escapes, '12', '1.50', 'true', '{"a" : [1 , 2.50]}', '[ ]'],
  },
  {
    name: 'u',
    family: 'text',
    types: ['STRING'],
    formats: [],
    defaults: ["'it''s'"],
    tokens: [...strings, ...escapes, '-0.0', 'false'],
  },
  {
    name: 'v',
    family: 'text',
    types: ['VARCHAR(1)', 'VARCHAR(4)', 'VARCHAR(30)'],
    formats: [],
    defaults: ["'v'"],
    tokens: [...strings, ...escapes, '12345', 'false'],
  },
  {
    name: 'b',
    family: 'bool',
    types: ['BOOLEAN'],
    formats: [],
    defaults: ['TRUE', 'FALSE'],
    tokens: ['true', 'false', '1', '0', '2', '1.0', ...text('TRUE', ' False ', '1', '0', 'yes', '', 'truе')],
  },
  {
    name: 'c',
    family: 'bool',
    types: ['BOOLEAN'],
    formats: [],
    defaults: ['TRUE'],
    tokens: ['true', 'false', 'true', 'false', ...text('no')],
  },
  temporal(
    'dt',
    'date',
    ['DATE'],
    ["'yyyy-MM-dd'", "'yyyyMMdd', 'ISO8601'", "'MM-dd HH:mm'", "'UNIX'", "'dd/MMM/yyyy:HH:mm:ss Z', 'yyyyMMdd'"],
  ),
  temporal('tm', 'time', ['TIME(0)', 'TIME(3)', 'TIME(6)'], ["'HH:mm:ss'", "'HH:mm', 'ISO8601'", "'UNIX_MS'"]),
  temporal(
    'ts',
    'timestamp',
    ['TIMESTAMP(0)', 'TIMESTAMP(3)', 'TIMESTAMP(6)'],
    ["'yyyy-MM-dd HH:mm:ss'", "'UNIX'", "'UNIX_MS'", "'UNIX_US'", "'MM-dd HH:mm'", "'yyyyMMdd', 'ISO8601'"],
  ),
  temporal(
    'tz',
    'instant',
    ['TIMESTAMP_LTZ(0)', 'TIMESTAMP_LTZ(3)', 'TIMESTAMP_LTZ(6)'],
    ["'dd/MMM/yyyy:HH:mm:ss Z', 'ISO8601'", "'UNIX'", "'UNIX_MS', 'ISO8601'", "'MM-dd HH:mm'"],
  ),
  {
    name: 'by',
    family: 'bytes',
    types: ['BYTES'],
    formats: ["'BASE64'", "'HEX'"],
    defaults: [],
    tokens: [...text('', 'YWJj', 'YQ==', 'YQ', 'abcd', '00ff', 'xyz', 'é', ' 00'), ...escapes, '12', '[1]'],
  },
  {
    name: 'js',
    family: 'json',
    types: ['JSON'],
    formats: [],
    defaults: [],
    tokens: [
      '{"a":{"b":[1, 2.50]},"a" : "Z"}',
      '[1 , "\\u00e9"]',
      '""',
      '" "',
      '"text"',
      '5',
      '1.0E5',
      'true',
      '{}',
      ...text('{"a":1}', '[1', '-'),
    ],
  },
  {
    name: 'ar',
    family: 'nested',
    types: ['ARRAY<INT>', 'ARRAY<STRING>', 'ARRAY<DECIMAL(10, 2)>', 'ARRAY<ROW<a INT, b STRING>>', 'ARRAY<JSON>'],
    formats: [],
    defaults: [],
    tokens: [
      '[]',
      '[1,2]',
      '["1",null," 3 "]',
      '[1.50,"x"]',
      '[{"a":1,"b":"x"},{"b":2}]',
      '{}',
      '5',
      ...text('[1,2]', '', ' ', 'x'),
    ],
  },
  {
    name: 'mp',
    family: 'nested',
    types: ['MAP<STRING, INT>', 'MAP<STRING, STRING>', 'MAP<STRING, ARRAY<DOUBLE>>'],
    formats: [],
    defaults: [],
    tokens: [
      '{}',
      '{"a":1,"b":"2","a":3}',
      '{"\\u00e9":null,"__proto__":[1.5]}',
      '{"\\ud800":1}',
      '[]',
      ...text('{"a":1}'),
    ],
  },
  {
    name: 'rw',
    family: 'nested',
    types: ['ROW<a INT, b STRING>', 'ROW<a DECIMAL(10, 2), n ROW<x BOOLEAN, y DATE>>'],
    formats: [],
    defaults: [],
    tokens: [
      '{"a":1,"b":"x"}',
      '{"b":{"c":1 },"a":"7"}',
      '{"a":"1.5","n":{"x":"true","y":"2026-11-20"}}',
      '{}',
      '[]',
      ...text('{"a":1}'),
    ],
  },
]

/** Any value may stand anywhere. */
export const strayTokens: readonly string[] = [
  'null',
  'null',
  '""',
  '{}',
  '[]',
  '"-"',
  '"x"',
  'true',
  '1',
  '{"a":1}',
  '[[[]]]',
]
