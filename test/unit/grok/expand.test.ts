import assert from 'node:assert/strict'
import test from 'node:test'
import { readDefinitions } from '../../../src/grok/definitions.ts'
import { expandGrok } from '../../../src/grok/expand.ts'
import { keepGroups } from '../../../src/grok/groups.ts'
import { grokLibrary, grokNames } from '../../../src/grok/library/index.ts'
import { compileRegex } from '../../../src/engine/kernels/regex-compile.ts'

function definitions(text: string) {
  return readDefinitions({ path: 'own', text }).definitions
}

function expand(pattern: string, text = ''): string {
  const { expansion, mistakes } = expandGrok(pattern, definitions(text))
  assert.deepEqual(mistakes, [])
  return expansion.regex
}

/** Fields by path, as the pattern captures them; null where it does not match. */
function capture(pattern: string, text: string, names: 'ecs-v1' | 'legacy' = 'ecs-v1'): Record<string, string> | null {
  const { expansion, mistakes } = expandGrok(pattern, grokLibrary(names))
  assert.deepEqual(mistakes, [])
  const starts = new Int32Array(expansion.captures.length)
  const ends = new Int32Array(expansion.captures.length)
  if (!compileRegex(expansion.regex).find(text, starts, ends)) return null
  const fields = expansion.captures.map(({ path }, i) => [path.join('.'), text.slice(starts[i], ends[i])] as const)
  return Object.fromEntries(fields.filter((_, i) => starts[i] >= 0).toReversed())
}

test('names are replaced by what they stand for, fields become groups', () => {
  assert.equal(expand('%{A} %{A:x} %{A:[y][z]:int}', 'A a+'), '(?:a+) (?P<_0>a+) (?P<_1>a+)')
  const { captures } = expandGrok('%{A:x}%{A:[y][z]:int}%{A:x}', definitions('A a')).expansion
  assert.deepEqual(captures, [
    { path: ['x'], isNumber: false },
    { path: ['y', 'z'], isNumber: true },
    { path: ['x'], isNumber: false },
  ])
})

test("the dialect of pattern files becomes RE2's", () => {
  assert.equal(expand('(?>a)b++c*+d?+e{2}+f{,3}g{1,}?'), '(?:a)b+c*d?e{2}f{0,3}g{1,}?')
  assert.equal(expand('(a)(?i:b)(?# note)\\h[[[:alnum:]]_]\\Z'), '(?:a)(?i:b)[0-9A-Fa-f][[:alnum:]_]\\z')
  assert.equal(expand("(?<a>x)(?'b'y)(?P<c>z)"), '(?P<_0>x)(?P<_1>y)(?P<_2>z)')
  assert.equal(expand('[(?<a>]\\(?<b>[]x]{'), '[(?<a>]\\(?<b>[\\]x]{')
  assert.equal(expand('100%%{A}', 'A a'), '100%(?:a)')
})

test('what RE2 cannot do is a mistake with its place', () => {
  const places = (pattern: string, text = ''): readonly string[] =>
    expandGrok(pattern, definitions(text)).mistakes.map(
      ({ kind, subject, definition, start, end }) => `${kind} ${subject} ${definition?.name ?? ''}@${start}-${end}`,
    )
  assert.deepEqual(places('a(?=b)(?<!c)\\1'), [
    'foreign look-ahead @1-4',
    'foreign negative look-behind @6-10',
    'foreign back-reference @12-14',
  ])
  assert.deepEqual(places('%{A}', 'A x%{B}\nB y%{A}'), ['cycle A B@1-5'])
  assert.deepEqual(places('%{NOPE:a:string}'), ['unknown-name NOPE @0-16'])
  assert.deepEqual(places('%{A:x:number}%{A:[x}%{A:[x][y]}', 'A a'), [
    'unknown-type number @0-13',
    'wrong-field [x @13-20',
    'conflict [x][y] @20-31',
  ])
})

test('patterns that grow without end are refused', () => {
  const lines = Array.from({ length: 40 }, (_, i) => `P${i + 1} %{P${i}}%{P${i}}`)
  const { mistakes } = expandGrok('%{P40}', definitions(['P0 abcdefgh', ...lines].join('\n')))
  assert.ok(mistakes.some(({ kind }) => kind === 'too-long'))
})

test('pattern files: comments, blank lines, CR LF, the last of a name, lines that define nothing', () => {
  const read = readDefinitions({ path: 'own', text: '# c\r\n\r\nA  a b \r\nB b\n  # d\nNOTHING\nA c' })
  assert.deepEqual(
    [...read.definitions.values()].map(({ name, pattern, start }) => [name, pattern, start]),
    [
      ['A', 'c', 36],
      ['B', 'b', 18],
    ],
  )
  assert.deepEqual(
    read.wrong.map(({ start, end }) => [start, end]),
    [[26, 33]],
  )
})

test('groups that nobody reads are made plain ones', () => {
  assert.equal(
    keepGroups('(?P<_0>a)(?P<_1>b(?P<_2>c))\\(?P<_0>[(?P<_0>]', new Set([2])),
    '(?:a)(?:b(?P<_2>c))\\(?P<_0>[(?P<_0>]',
  )
})

/** They repeat what they capture, to which V8 gives another meaning. */
const slow = new Set(['EXIM', 'EXIM_MESSAGE_ARRIVAL', 'EXIM_NAMED_FIELDS'])

test('every pattern of the library stands for a regex that compiles, and runs on V8', () => {
  for (const names of grokNames) {
    for (const name of grokLibrary(names).keys()) {
      const { expansion, mistakes } = expandGrok(`%{${name}}`, grokLibrary(names))
      assert.deepEqual(mistakes, [], name)
      assert.equal(compileRegex(expansion.regex).runsOnV8, !slow.has(name), name)
    }
  }
})

test('addresses are found whole, without looking around', () => {
  const ip = (text: string): string | undefined => capture('%{IP:x}', text)?.['x']
  for (const address of [
    '192.168.1.250',
    '::1',
    '::',
    'fe80::1%eth0',
    '1:2:3:4:5:6:7:8',
    '1::2:3',
    '1:2::3:4',
    '2001:db8::8a2e:370:7334',
    '::ffff:10.0.0.1',
    '64:ff9b::192.0.2.33',
    '1:2:3:4:5:6:7::',
  ]) {
    assert.equal(ip(address), address)
    assert.equal(ip(`from ${address} to`), address)
  }
  assert.equal(ip('1.2.3'), undefined)
  assert.equal(ip('10:20:30'), undefined)
  assert.equal(ip('1.2.3.4567'), undefined)
})

test('quotes, numbers, paths and dates', () => {
  assert.equal(capture('%{QS:x}', String.raw`say "a \" b" now`)?.['x'], String.raw`"a \" b"`)
  assert.equal(capture('^%{NUMBER:x}$', '-12.5')?.['x'], '-12.5')
  assert.equal(capture('%{UNIXPATH:x}', 'in /var/log/x.log:')?.['x'], '/var/log/x.log:')
  assert.equal(
    capture('%{TIMESTAMP_ISO8601:x}', 'at 2026-11-20T10:00:00.123+0800 x')?.['x'],
    '2026-11-20T10:00:00.123+0800',
  )
  assert.equal(capture('%{HTTPDATE:x}', '[10/Oct/2000:13:55:36 -0700]')?.['x'], '10/Oct/2000:13:55:36 -0700')
  assert.equal(capture('%{LOGLEVEL:x}', 'WARNING: x')?.['x'], 'WARNING')
  assert.deepEqual(capture('%{SYSLOGBASE}', 'Feb 12 14:10:21 web-1 sshd[16378]: x'), {
    'host.hostname': 'web-1',
    'process.name': 'sshd',
    'process.pid': '16378',
    timestamp: 'Feb 12 14:10:21',
  })
})
