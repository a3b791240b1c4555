/**
 * What every sandbox runs before the function is there: clock, chance and compilers of text are taken away, everything is frozen
 * so that no call can leave anything behind for the next, and `enter` is made, which carries arguments and results across.
 * It is JavaScript for QuickJS, not for Node.
 */
export const lockdown = String.raw`(() => {
  'use strict'
  const refuse = (what, why) => function () { throw new TypeError(what + ' is not available: ' + why) }
  const sameEveryTime = 'a function gives the same result at every run'
  const compiled = 'only the body itself is code'

  Math.random = refuse('Math.random', sameEveryTime)
  const RealDate = Date
  const SafeDate = function Date(...parts) {
    if (new.target === undefined || parts.length === 0) throw new TypeError('the clock is not available: ' + sameEveryTime)
    return Reflect.construct(RealDate, parts, new.target)
  }
  SafeDate.UTC = RealDate.UTC
  SafeDate.parse = RealDate.parse
  SafeDate.now = refuse('Date.now', sameEveryTime)
  SafeDate.prototype = RealDate.prototype
  RealDate.prototype.constructor = SafeDate
  globalThis.Date = SafeDate

  const generators = [function () {}, function* () {}, async function () {}, async function* () {}]
  for (const each of generators) {
    Object.defineProperty(Object.getPrototypeOf(each), 'constructor', { value: refuse('Function', compiled) })
  }
  globalThis.Function = refuse('Function', compiled)
  const unavailable = ['eval', 'WeakRef', 'FinalizationRegistry', 'Atomics', 'SharedArrayBuffer', 'Promise', 'performance',
    'navigator', 'queueMicrotask', 'console', 'print', 'gc', 'scriptArgs', 'std', 'os', 'bjson']
  for (const name of unavailable) delete globalThis[name]

  delete Array.fromAsync

  const decode = (wire) => {
    if (typeof wire !== 'object' || wire === null) return wire
    if (Array.isArray(wire)) return wire.map(decode)
    switch (wire.t) {
      case 'bigint': return BigInt(wire.v)
      case 'number': return Number(wire.v)
      case 'bytes': return Uint8Array.from({ length: wire.v.length / 2 }, (_, at) => parseInt(wire.v.slice(at * 2, at * 2 + 2), 16))
      case 'map': return new Map(wire.v.map(([key, part]) => [key, decode(part)]))
      case 'object': return Object.fromEntries(wire.v.map(([key, part]) => [key, decode(part)]))
    }
  }

  const hex = (byte) => (byte < 16 ? '0' : '') + byte.toString(16)
  const encode = (value, depth) => {
    if (depth > 100) throw new RangeError('the result is nested too deeply')
    switch (typeof value) {
      case 'undefined': return null
      case 'string':
      case 'boolean': return value
      case 'number': return Number.isFinite(value) && !Object.is(value, -0) ? value : { t: 'number', v: Object.is(value, -0) ? '-0' : String(value) }
      case 'bigint': return { t: 'bigint', v: String(value) }
      case 'object': return encodeObject(value, depth)
      default: return { t: typeof value }
    }
  }
  const encodeObject = (value, depth) => {
    if (value === null) return null
    if (Array.isArray(value)) return Array.from(value, (part) => encode(part, depth + 1))
    if (value instanceof Uint8Array) return { t: 'bytes', v: Array.from(value, hex).join('') }
    if (value instanceof RealDate) return { t: 'date', v: value.toISOString() }
    const pairs = value instanceof Map ? [...value] : Object.entries(value)
    const v = pairs.map(([key, part]) => [String(key), encode(part, depth + 1)])
    return { t: value instanceof Map ? 'map' : 'object', v }
  }

  // QuickJS throws null where not even an error fits into its memory.
  const describe = (error) => {
    if (error === null) return { message: 'out of memory (or it threw null)', line: null }
    if (!(error instanceof Error)) return { message: 'it threw ' + String(error).slice(0, 500), line: null }
    const line = /body:(\d+)/.exec(String(error.stack))
    return { message: (error.name + ': ' + error.message).slice(0, 500), line: line === null ? null : Number(line[1]) - 1 }
  }

  const seen = new Set()
  const freeze = (value) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return
    seen.add(value)
    freeze(Object.getPrototypeOf(value))
    for (const key of Reflect.ownKeys(value)) {
      const property = Object.getOwnPropertyDescriptor(value, key)
      freeze(property.value)
      freeze(property.get)
      freeze(property.set)
    }
    if (value !== globalThis) Object.freeze(value)
  }
  freeze(globalThis)
  const iterators = [[][Symbol.iterator](), ''[Symbol.iterator](), new Map()[Symbol.iterator](), new Set()[Symbol.iterator](), ''.matchAll(/x/g), ...generators]
  iterators.forEach((each) => { freeze(Object.getPrototypeOf(each)); freeze(each.prototype) })
  Object.freeze(globalThis)

  return (call) => {
    Object.freeze(call)
    return (text) => {
      try {
        return JSON.stringify({ ok: true, text: JSON.stringify(encode(call(...JSON.parse(text).map(decode)), 0)) })
      } catch (error) {
        return JSON.stringify({ ok: false, ...describe(error) })
      }
    }
  }
})()`
