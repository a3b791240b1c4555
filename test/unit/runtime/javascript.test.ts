/** Functions in JavaScript: nothing they do gets out, hangs, crashes or depends on the machine. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { ForeignOutcome } from '../../../src/engine/ports.ts'
import { JavaScriptHost } from '../../../src/runtime/javascript/host.ts'

const host = new JavaScriptHost()
/** For what hangs, so that the test need not wait as long. */
const impatient = new JavaScriptHost({ patience: 1_000 })

function run(body: string, ...calls: unknown[]): readonly ForeignOutcome[] {
  const definition = { function: 'f', parameters: ['a'], body, place: 'functions.sql:10:3' }
  return host.prepare(definition)((calls.length === 0 ? [1] : calls).map((value) => JSON.stringify([value])))
}

function valueOf(body: string, argument: unknown = 1): unknown {
  const [outcome] = run(body, argument)
  return outcome.ok ? (JSON.parse(outcome.text) as unknown) : outcome.message
}

test('values cross as they are', () => {
  const values = [null, true, 0.1, 'x\u0000中😀', { t: 'bigint', v: '9007199254740993' }, { t: 'number', v: '-0' }]
  for (const value of values) assert.deepEqual(valueOf('return a', value), value)
  assert.deepEqual(valueOf('return a', { t: 'bytes', v: '00ff7f' }), { t: 'bytes', v: '00ff7f' })
  const pairs = [
    ['__proto__', 1],
    ['b', [{ t: 'bigint', v: '2' }]],
  ]
  assert.deepEqual(valueOf('return a', { t: 'map', v: pairs }), { t: 'map', v: pairs })
  assert.deepEqual(valueOf('return a', { t: 'object', v: pairs }), { t: 'object', v: pairs })
  assert.deepEqual(valueOf('return [NaN, undefined, new Date(0)]'), [
    { t: 'number', v: 'NaN' },
    null,
    { t: 'date', v: '1970-01-01T00:00:00.000Z' },
  ])
  assert.deepEqual(valueOf('return () => 1'), { t: 'function' })
})

test('an exception has its line in the file', () => {
  assert.equal(valueOf('\n\nreturn a.b.c'), "TypeError: cannot read property 'c' of undefined (functions.sql:12)")
  assert.equal(valueOf("throw new RangeError('no')"), 'RangeError: no (functions.sql:10)')
  assert.equal(valueOf("throw 'a text'"), 'it threw a text')
  assert.equal(valueOf('throw { toString() { throw 1 } }'), 'it threw what cannot be shown')
  assert.equal(String(valueOf("throw new Error('x'.repeat(1e6))")).length < 600, true)
})

test('nothing of the machine is there', () => {
  const names = [
    'process',
    'require',
    'module',
    'fetch',
    'console',
    'setTimeout',
    'performance',
    'WebAssembly',
    'eval',
    'Promise',
  ]
  for (const name of names) assert.equal(valueOf(`return typeof ${name}`), 'undefined', name)
  const escapes = [
    "return (0).constructor.constructor('return process')()",
    "return Function('return 1')()",
    "return (function* () {}).constructor('return 1')",
    "return Reflect.construct(Object.getPrototypeOf(() => 1).constructor, ['return 1'])",
    "return this.constructor.constructor('return process')()",
  ]
  for (const escape of escapes) assert.match(String(valueOf(escape)), /^TypeError: /, escape)
})

test('there is no clock, no chance and no time zone', () => {
  for (const body of ['return Date.now()', 'return new Date()', 'return Date()', 'return Math.random()']) {
    assert.match(String(valueOf(body)), /not available: a function gives the same result at every run/, body)
  }
  assert.match(String(valueOf('return Reflect.construct(new Date(0).constructor, [])')), /clock is not available/)
  assert.deepEqual(valueOf('return [new Date(2026, 6, 1).toISOString(), new Date(0).getTimezoneOffset()]'), [
    '2026-07-01T00:00:00.000Z',
    0,
  ])
})

test('no call leaves anything behind for the next', () => {
  const attempts = [
    'Object.prototype.x = 1; return 1',
    'Array.prototype.map = () => 1; return 1',
    'globalThis.n = 1; return 1',
    '[].__proto__.y = 1; return 1',
    'Object.defineProperty(JSON, "parse", { value: 1 }); return 1',
    'Object.setPrototypeOf(Array.prototype, {}); return 1',
    '(function* () {}).prototype.__proto__.z = 1; return 1',
    'n = 1; return 1',
  ]
  for (const body of attempts) assert.match(String(valueOf(body)), /^(Type|Reference)Error: /, body)
  assert.deepEqual(
    run('({}).__proto__.polluted ??= 0; return 1', 1, 2).map(({ ok }) => ok),
    [false, false],
  )
})

test('work is bounded, and what is not caught by the function stays so', () => {
  const bodies = [
    'while (true) {}',
    'try { while (true) {} } catch { return 1 } finally { return 2 }',
    'for (const x of (function* () { for (;;) yield 1 })()) {}',
    "return /^(a+)+$/.test('a'.repeat(40) + 'b')",
    'return { get x() { while (true) {} } }',
    'throw { toString() { while (true) {} } }',
  ]
  for (const body of bodies) assert.equal(valueOf(body), 'it took too many steps', body)
})

test('memory and stack are bounded, and the next call has all of them again', () => {
  const bodies = [
    'if (a === 1) return 1; const all = []; for (;;) all.push("x".repeat(1e6) + all.length)',
    'if (a === 1) return 1; const all = []; for (;;) all.push([1, 2, 3])',
    'if (a === 1) return 1; return "x".repeat(2 ** 30)',
    'if (a === 1) return 1; return (function f() { return f() + 1 })()',
    'if (a === 1) return 1; return JSON.parse("[".repeat(1e6))',
  ]
  for (const body of bodies) {
    const outcomes = run(body, 1, 2, 1, 2, 1)
    assert.deepEqual(
      outcomes.map(({ ok }) => ok),
      [true, false, true, false, true],
      body,
    )
  }
})

test('a loop inside the library ends with its thread, and the calls around it have their results', () => {
  const body = 'return a === 2 ? Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1) : a'
  const calls = [0, 1, 2, 3, 2, 4].map((value) => JSON.stringify([value]))
  const outcomes = impatient.prepare({ function: 'f', parameters: ['a'], body, place: 'functions.sql:10:3' })(calls)
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.ok ? outcome.text : outcome.message)),
    ['0', '1', 'it did not come to an end', '3', 'it did not come to an end', '4'],
  )
})

test('a promise is no result, and leaves nothing', () => {
  assert.deepEqual(valueOf("return import('node:fs')"), { t: 'object', v: [] })
})

test('a body that only QuickJS takes offence at fails call by call', () => {
  assert.match(String(valueOf('return /\\p{Script=Nowhere}/u.test(a)')), /^SyntaxError: /)
})
