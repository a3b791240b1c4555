/** Records as they are never written: what networks, disks, attackers and bugs make of good ones. The same seed gives the same. */
import type { Random } from './random.ts'

const good: readonly string[] = [
  '{"id":9007199254740993,"n":12,"price":"12.34","ratio":1e-3,"ok":true,"at":"2026-11-20 10:00:00","name":"Äpfel \\u00e9 \\"x\\"",' +
    '"tags":["a","b",null],"scores":{"x":1,"y":-2},"place":{"lat":1.5,"name":"日本"},"extra":{"deep":[1,{"k":null}]},"more":[true,1e5]}',
  '[2026-11-20 10:00:00][17][INFO] took 12.5 ms: https://play.example.com/shop?from=mail&n=3#top',
  'csv,17,9007199254740993,-12.34,"a, ""b"" ü",2026-11-20 10:00:00,true',
  '203.0.113.9 - - [20/Nov/2026:10:00:00 +0800] "GET /shop/item/4?from=mail HTTP/1.1" 200 5316 "-" "curl/8.16.0 (é)" 0.041',
  'level=info id=17 price=12.34 ratio=0.5 at="2026-11-20 10:00:00" msg="hello \\"world\\" \\\\ ü" ok=true empty= flag',
]

const hugeNumbers: readonly string[] = [
  '9223372036854775808',
  '-9223372036854775809',
  '18446744073709551616',
  '1e999999999',
  '-1e-999999999',
  '0.1e400',
  '-0',
  '00012',
  '0x1f',
  'NaN',
  '-Infinity',
  '1e',
  '.5',
  '5.',
  '1_000',
]

/** Names that mean something to JavaScript, and others that are hard to hold. */
const keys: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'id',
  'n\\u0000',
  '\\ud800',
]

const strayBytes: readonly Buffer[] = [
  // NUL, lone surrogates (escaped, and as WTF-8), bytes of no character, a BOM, overlong and beyond the last character.
  ...[
    '\0',
    '\0\0\0\0\0\0\0\0',
    '\\ud800',
    '\\udc00\\ud800',
    '\\u0000',
    '\uFEFF',
    '\u2028',
    '"',
    '""""',
    '\\',
    '%',
    '=',
  ].map((text) => Buffer.from(text)),
  ...[[0xed, 0xa0, 0x80], [0xff], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x80, 0x80, 0x80]].map(
    (bytes) => Buffer.from(bytes),
  ),
]

const bombs: readonly (readonly [open: string, close: string])[] = [
  ['[', ']'],
  ['{"a":', '}'],
  ['[{"__proto__":', '}]'],
  ['"', '"'],
  ['(', ')'],
  ['\\', ''],
]
const depthsMax = [10, 100, 1_000, 10_000, 60_000]

type Mutation = (record: Buffer, random: Random) => Buffer

const mutations: Readonly<Record<string, Mutation>> = {
  flip: flipBits,
  truncate: (record, random) => record.subarray(0, random.between(0, record.length)),
  behead: (record, random) => record.subarray(random.between(0, record.length)),
  drop: (record, random) => replace(record, random, 24, Buffer.alloc(0)),
  repeat: (record, random) => {
    const [from, to] = span(record, random, 24)
    return Buffer.concat([record.subarray(0, to), ...Array<Buffer>(random.between(1, 20)).fill(record.subarray(from))])
  },
  splice: (record, random) => {
    const other = Buffer.from(random.pick(good))
    return Buffer.concat([
      record.subarray(0, random.between(0, record.length)),
      other.subarray(random.between(0, other.length)),
    ])
  },
  stray: (record, random) => replace(record, random, 2, random.pick(strayBytes)),
  number: (record, random) => replaceMatch(record, random, /-?\d+(\.\d+)?/g, hugeNumber(random)),
  digits: (record, random) => replaceMatch(record, random, /\d/g, '9'.repeat(random.between(10, 5_000))),
  key: (record, random) => replaceMatch(record, random, /\b[a-z]+(?=["=])/g, random.pick(keys)),
  twice: (record, random) =>
    replaceMatch(record, random, /[,{ ]"?[a-z]+"?[:=][^,}\s]*/g, (pair) => `${pair},${pair.slice(1)}`),
  bomb: nest,
  long: (record, random) =>
    replace(record, random, 1, Buffer.alloc(random.between(1, 70_000), random.pick(['a', ' ', '"', 'é', ',']))),
}
/** Large ones are rare, lest a million records be many gigabytes. */
const weights: Readonly<Record<string, number>> = { bomb: 1, long: 1, digits: 2 }
const weighted = Object.keys(mutations).flatMap((name) => Array<string>(weights[name] ?? 60).fill(name))

/** One in a hundred is left as it is, so that rows come out too; others are changed in up to three ways. No line ends in them. */
export function mutatedRecord(random: Random): Buffer {
  let record: Buffer = Buffer.from(random.pick(good))
  const changes = random.next() < 0.01 ? 0 : random.pick([1, 1, 1, 2, 3])
  for (let k = 0; k < changes; k++) record = mutations[random.pick(weighted)](record, random)
  return withoutLineEnds(record)
}

function flipBits(record: Buffer, random: Random): Buffer {
  const flipped = Buffer.from(record)
  if (flipped.length === 0) return flipped
  for (let k = random.between(1, 4); k > 0; k--)
    flipped[random.between(0, flipped.length - 1)] ^= 1 << random.between(0, 7)
  return flipped
}

function span(record: Buffer, random: Random, lengthMax: number): readonly [number, number] {
  const from = random.between(0, record.length)
  return [from, Math.min(record.length, from + random.between(0, lengthMax))]
}

function replace(record: Buffer, random: Random, lengthMax: number, by: Buffer): Buffer {
  const [from, to] = span(record, random, lengthMax)
  return Buffer.concat([record.subarray(0, from), by, record.subarray(to)])
}

function replaceMatch(record: Buffer, random: Random, what: RegExp, by: string | ((found: string) => string)): Buffer {
  const text = record.toString('latin1')
  const found = [...text.matchAll(what)]
  if (found.length === 0) return record
  const { 0: old, index } = random.pick(found)
  const put = typeof by === 'string' ? by : by(old)
  return Buffer.from(text.slice(0, index) + put + text.slice(index + old.length), 'latin1')
}

function hugeNumber(random: Random): string {
  return random.next() < 0.7
    ? random.pick(hugeNumbers)
    : `${random.between(1, 9)}${'0'.repeat(random.between(1, 400))}.${'3'.repeat(random.between(1, 60))}`
}

function nest(record: Buffer, random: Random): Buffer {
  const [open, close] = random.pick(bombs)
  const depth = random.between(1, random.pick(depthsMax))
  const closed = random.next() < 0.5 ? depth : random.between(0, depth)
  const bomb = `${open.repeat(depth)}1${close.repeat(closed)}`
  return random.next() < 0.3 ? Buffer.from(bomb) : replaceMatch(record, random, /"[^"]*"|\d+/g, bomb)
}

/** Where a record is a line, it holds no line end; compressed files are told by their first bytes, so no record begins like them. */
function withoutLineEnds(record: Buffer): Buffer {
  for (let at = 0; at < record.length; at++) if (record[at] === 0x0a || record[at] === 0x0d) record[at] = 0x0b
  return record
}
