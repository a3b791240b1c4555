/**
 * Compiles a pattern of Java's `DateTimeFormatter` (English). Letters: y u M L d D H h K k m s S a E X x Z O VV, literals as
 * they are or in quotes, `''` for a quote, optional sections in brackets. Other letters are refused with what to write instead.
 */
import type {
  DatetimePattern,
  NamedField,
  NumberElement,
  NumberField,
  OffsetElement,
  PatternElement,
  PatternProblem,
} from './elements.ts'

const numberLetters: ReadonlyMap<string, NumberField> = new Map([
  ['y', 'year'],
  ['u', 'year'],
  ['M', 'month'],
  ['L', 'month'],
  ['d', 'day'],
  ['D', 'dayOfYear'],
  ['H', 'hour'],
  ['k', 'clockHour'],
  ['K', 'hourOfHalf'],
  ['h', 'clockHourOfHalf'],
  ['m', 'minute'],
  ['s', 'second'],
])

const hints: ReadonlyMap<string, string> = new Map([
  ['Y', 'Y is the year of a week: did you mean y'],
  ['z', 'names of zones are ambiguous: use VV, X or Z, or put the name in quotes'],
  ['v', 'names of zones are ambiguous: use VV, X or Z'],
  ['n', 'for digits of the fraction use S'],
  ['N', 'for digits of the fraction use S'],
  ['A', 'for milliseconds use S'],
  ['T', "a letter that stands for itself is quoted: 'T'"],
])

class Refused extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

export function compilePattern(text: string): DatetimePattern | PatternProblem {
  try {
    return describe(text, readElements(text))
  } catch (error) {
    if (error instanceof Refused) return { error: error.message, offset: error.offset }
    throw error
  }
}

function describe(text: string, elements: readonly PatternElement[]): DatetimePattern {
  const flat = flatten(elements)
  const has = (...fields: readonly NumberField[]): boolean =>
    flat.some((element) => element.kind === 'number' && fields.includes(element.field))
  const named = (field: NamedField): boolean => flat.some((element) => element.kind === 'name' && element.of === field)
  const hasHourOfHalf = has('hourOfHalf', 'clockHourOfHalf')
  const hasHour = hasHourOfHalf || has('hour', 'clockHour')
  return {
    kind: 'pattern',
    text,
    elements,
    hasYear: has('year'),
    hasMonth: has('month') || named('month'),
    hasDay: has('day', 'dayOfYear'),
    hasDayOfYear: has('dayOfYear'),
    hasHour,
    hasZone: flat.some((element) => element.kind === 'offset' || element.kind === 'zone-id'),
    readingProblem:
      hasHourOfHalf && !named('half')
        ? 'h and K need a (AM or PM); for 0 to 23 use H'
        : has('minute', 'second') && !hasHour
          ? 'minutes or seconds without an hour'
          : flat.some((element) => element.kind === 'fraction') && !has('second')
            ? 'a fraction without seconds'
            : null,
  }
}

function flatten(elements: readonly PatternElement[]): readonly PatternElement[] {
  return elements.flatMap((element) => (element.kind === 'optional' ? flatten(element.elements) : [element]))
}

function readElements(text: string): readonly PatternElement[] {
  const stack: { readonly elements: PatternElement[]; readonly offset: number }[] = [{ elements: [], offset: 0 }]
  let at = 0
  while (at < text.length) {
    const current = stack[stack.length - 1].elements
    const char = text[at]
    if (char === "'") {
      const end = endOfQuotes(text, at)
      current.push({ kind: 'literal', text: end === at + 2 ? "'" : text.slice(at + 1, end - 1).replaceAll("''", "'") })
      at = end
    } else if (char === '[') {
      stack.push({ elements: [], offset: at++ })
    } else if (char === ']') {
      if (stack.length === 1) throw new Refused('`]` without `[`', at)
      const { elements } = stack.pop()!
      stack[stack.length - 1].elements.push({ kind: 'optional', elements: reserve(elements) })
      at++
    } else if (char === '{' || char === '}' || char === '#') {
      throw new Refused(`${char} is reserved: put it in quotes`, at)
    } else if (/[A-Za-z]/.test(char)) {
      let end = at + 1
      while (text[end] === char) end++
      current.push(letterElement(char, end - at, at))
      at = end
    } else {
      current.push({ kind: 'literal', text: char })
      at++
    }
  }
  if (stack.length > 1) throw new Refused('`[` without `]`', stack[stack.length - 1].offset)
  return reserve(stack[0].elements)
}

/** The offset behind the closing quote; `''` inside is a quote. */
function endOfQuotes(text: string, start: number): number {
  if (text[start + 1] === "'") return start + 2
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== "'") continue
    if (text[at + 1] === "'") at++
    else return at + 1
  }
  throw new Refused('a quote has no end', start)
}

/** Joins neighbouring literals, and tells each number how many digits belong to those of fixed width behind it. */
function reserve(elements: readonly PatternElement[]): readonly PatternElement[] {
  const joined: PatternElement[] = []
  for (const element of elements) {
    const last = joined.at(-1)
    if (element.kind === 'literal' && last?.kind === 'literal') {
      joined[joined.length - 1] = { kind: 'literal', text: last.text + element.text }
    } else joined.push(element)
  }
  let fixedDigits = 0
  for (let at = joined.length - 1; at >= 0; at--) {
    const element = joined[at]
    if (element.kind === 'fraction') fixedDigits += element.digits
    else if (element.kind !== 'number') fixedDigits = 0
    else if (element.digitsMin === element.digitsMax) fixedDigits += element.digitsMax
    else {
      joined[at] = { ...element, reservedDigits: fixedDigits }
      fixedDigits = 0
    }
  }
  return joined
}

function letterElement(letter: string, count: number, offset: number): PatternElement {
  const tooMany = (): Refused => new Refused(`${letter.repeat(count)}: too many letters`, offset)
  const field = numberLetters.get(letter)
  if (field === 'year') {
    if (count > 4) throw tooMany()
    return yearElement(count)
  }
  if (field === 'month' && count > 2) {
    if (count > 4) throw tooMany()
    return { kind: 'name', of: 'month', style: count === 3 ? 'short' : 'full' }
  }
  if (field === 'dayOfYear') {
    if (count > 3) throw tooMany()
    return numberElement(field, count, 3)
  }
  if (field !== undefined) {
    if (count > 2) throw tooMany()
    return numberElement(field, count, 2)
  }
  switch (letter) {
    case 'S':
      if (count > 9) throw tooMany()
      return { kind: 'fraction', digits: count }
    case 'a':
      if (count > 1) throw tooMany()
      return { kind: 'name', of: 'half', style: 'short' }
    case 'E':
      if (count > 4) throw tooMany()
      return { kind: 'name', of: 'weekday', style: count === 4 ? 'full' : 'short' }
    case 'V':
      if (count !== 2) throw new Refused('V is written twice: VV', offset)
      return { kind: 'zone-id' }
    case 'X':
    case 'x':
    case 'Z':
    case 'O':
      return offsetElement(letter, count) ?? refuse(tooMany())
    default: {
      const hint = hints.get(letter)
      throw new Refused(`letter ${letter} is not supported${hint === undefined ? '' : `; ${hint}`}`, offset)
    }
  }
}

function refuse(problem: Refused): never {
  throw problem
}

/** Years have up to four digits; `yy` are those of 2000 to 2099. */
function yearElement(count: number): NumberElement {
  const digitsMax = count === 2 ? 2 : 4
  return { kind: 'number', field: 'year', digitsMin: count, digitsMax, twoDigitYear: count === 2, reservedDigits: 0 }
}

/** One letter reads one digit or more; more letters that many digits and no others (`DD`: two or three). */
function numberElement(field: NumberField, count: number, width: number): NumberElement {
  const digitsMax = count === 1 || field === 'dayOfYear' ? width : count
  return { kind: 'number', field, digitsMin: count, digitsMax, twoDigitYear: false, reservedDigits: 0 }
}

function offsetElement(letter: 'X' | 'x' | 'Z' | 'O', count: number): OffsetElement | null {
  const plain = { kind: 'offset', colon: false, minutes: 'always', seconds: 'never', zero: null, gmt: false } as const
  if (letter === 'O') {
    if (count === 1) return { ...plain, colon: true, minutes: 'unless-zero', seconds: 'unless-zero', gmt: true }
    return count === 4 ? { ...plain, colon: true, seconds: 'unless-zero', gmt: true } : null
  }
  if (letter === 'Z') {
    if (count <= 3) return plain
    if (count === 4) return { ...plain, colon: true, seconds: 'unless-zero', gmt: true }
    return count === 5 ? { ...plain, colon: true, seconds: 'unless-zero', zero: 'Z' } : null
  }
  const zero = letter === 'X' ? 'Z' : null
  switch (count) {
    case 1:
      return { ...plain, minutes: 'unless-zero', zero }
    case 2:
      return { ...plain, zero }
    case 3:
      return { ...plain, colon: true, zero }
    case 4:
      return { ...plain, seconds: 'unless-zero', zero }
    case 5:
      return { ...plain, colon: true, seconds: 'unless-zero', zero }
    default:
      return null
  }
}
