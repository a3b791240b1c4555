/**
 * RE2's syntax (https://github.com/google/re2/wiki/Syntax) as a tree, as far as V8 can run it with the same meaning. What it
 * cannot is left to re2js: `parseRegex` gives null. Patterns are valid: re2js has compiled them before.
 */
export type RegexNode =
  /** One character out of ranges [low, high, low, high, …] of UTF-16 code units, ascending. */
  | { readonly kind: 'class'; readonly ranges: readonly number[] }
  | { readonly kind: 'assertion'; readonly source: '^' | '$' | '\\b' | '\\B' }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  | {
      readonly kind: 'repeat'
      readonly item: RegexNode
      readonly min: number
      readonly max: number
      readonly lazy: boolean
    }
  | { readonly kind: 'named'; readonly name: string; readonly item: RegexNode }

interface Flags {
  readonly ignoreCase: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
  readonly ungreedy: boolean
}

/** The message says what V8 does not have, as a sentence about the pattern ends. */
class Unsupported extends Error {}

export function parseRegex(pattern: string): RegexNode | null {
  const read = readRegex(pattern)
  return typeof read === 'string' ? null : read
}

/** The tree, or why there is none: "the flag m". */
export function readRegex(pattern: string): RegexNode | string {
  try {
    const parser = new Parser(pattern)
    return parser.choice({ ignoreCase: false, multiline: false, dotAll: false, ungreedy: false })
  } catch (error) {
    if (error instanceof Unsupported) return error.message
    throw error
  }
}

/** Whether a named group is in it. */
export function hasGroup(node: RegexNode): boolean {
  switch (node.kind) {
    case 'class':
    case 'assertion':
      return false
    case 'sequence':
      return node.items.some(hasGroup)
    case 'choice':
      return node.options.some(hasGroup)
    case 'named':
      return true
    case 'repeat':
      return hasGroup(node.item)
  }
}

const unitMax = 0xffff
const beyondPlane = 'characters beyond U+FFFF'
const digits = [0x30, 0x39]
const wordCharacters = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a]
const blanks = [0x09, 0x0a, 0x0c, 0x0d, 0x20, 0x20]
const posixClasses: ReadonlyMap<string, readonly number[]> = new Map([
  ['alnum', [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a]],
  ['alpha', [0x41, 0x5a, 0x61, 0x7a]],
  ['ascii', [0x00, 0x7f]],
  ['blank', [0x09, 0x09, 0x20, 0x20]],
  ['cntrl', [0x00, 0x1f, 0x7f, 0x7f]],
  ['digit', digits],
  ['graph', [0x21, 0x7e]],
  ['lower', [0x61, 0x7a]],
  ['print', [0x20, 0x7e]],
  ['punct', [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e]],
  ['space', [0x09, 0x0d, 0x20, 0x20]],
  ['upper', [0x41, 0x5a]],
  ['word', wordCharacters],
  ['xdigit', [0x30, 0x39, 0x41, 0x46, 0x61, 0x66]],
])
const controlEscapes: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
])

class Parser {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  /** Options up to `)` or the end. A flag group changes the flags of what follows, over `|` too. */
  choice(outer: Flags): RegexNode {
    let flags = outer
    const options: RegexNode[] = []
    let items: RegexNode[] = []
    while (this.at < this.text.length && this.text[this.at] !== ')') {
      if (this.take('|')) {
        options.push({ kind: 'sequence', items })
        items = []
      } else if (this.take('\\Q')) {
        items.push(...this.quoted(flags))
      } else {
        const changed = this.flagGroup(flags)
        if (changed !== null) flags = changed
        else items.push(this.repeats(this.atom(flags), flags))
      }
    }
    options.push({ kind: 'sequence', items })
    return options.length === 1 ? options[0] : { kind: 'choice', options }
  }

  private take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false
    this.at += token.length
    return true
  }

  private match(syntax: RegExp): RegExpExecArray | null {
    syntax.lastIndex = this.at
    const match = syntax.exec(this.text)
    if (match !== null) this.at = syntax.lastIndex
    return match
  }

  /** `\Q…\E`, whose last character may be repeated. */
  private quoted(flags: Flags): RegexNode[] {
    const end = this.text.indexOf('\\E', this.at)
    const literal = this.text.slice(this.at, end < 0 ? undefined : end)
    this.at += literal.length + (end < 0 ? 0 : 2)
    const items = Array.from({ length: literal.length }, (_, k) => one(literal.charCodeAt(k), flags))
    const last = items.pop()
    return last === undefined ? [] : [...items, this.repeats(last, flags)]
  }

  /** `(?i)`: the flags from here on; null, and nothing read, if it is something else. */
  private flagGroup(flags: Flags): Flags | null {
    const match = this.match(/\(\?([imsU]*)(?:-([imsU]+))?\)/y)
    return match === null ? null : changeFlags(flags, match[1], match[2] ?? '')
  }

  private repeats(item: RegexNode, flags: Flags): RegexNode {
    const match = this.match(/(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\??)/y)
    if (match === null) return item
    const [, sign, low, comma, high, question] = match
    const min = sign === undefined ? Number(low) : sign === '+' ? 1 : 0
    const max =
      sign === undefined
        ? comma === undefined
          ? min
          : high === ''
            ? Infinity
            : Number(high)
        : sign === '?'
          ? 1
          : Infinity
    return { kind: 'repeat', item, min, max, lazy: (question === '?') !== flags.ungreedy }
  }

  private atom(flags: Flags): RegexNode {
    const group = this.match(/\(\?P?<(\w+)>|\(\?([imsU]*)(?:-([imsU]+))?:|\((?!\?)/y)
    if (group !== null) {
      const item = this.choice(changeFlags(flags, group[2] ?? '', group[3] ?? ''))
      if (!this.take(')')) throw new Unsupported('this kind of group')
      return group[1] === undefined ? item : { kind: 'named', name: group[1], item }
    }
    if (this.take('[')) return set(this.bracket(flags))
    if (this.take('.')) return set(flags.dotAll ? [0, unitMax] : negate([0x0a, 0x0a]))
    if (this.text[this.at] === '^' || this.text[this.at] === '$') {
      // V8 knows more line ends than \n.
      if (flags.multiline) throw new Unsupported('the flag m')
      return { kind: 'assertion', source: this.text[this.at++] as '^' | '$' }
    }
    if (this.text[this.at] === '\\') return this.escape(flags)
    if (this.text[this.at] === '(') throw new Unsupported('this kind of group')
    return one(this.text.charCodeAt(this.at++), flags)
  }

  private escape(flags: Flags): RegexNode {
    if (this.take('\\A')) return { kind: 'assertion', source: '^' }
    if (this.take('\\z')) return { kind: 'assertion', source: '$' }
    if (this.take('\\b')) return { kind: 'assertion', source: '\\b' }
    if (this.take('\\B')) return { kind: 'assertion', source: '\\B' }
    const known = this.perlClass(flags)
    return known === null ? one(this.escapedUnit(), flags) : set(known)
  }

  private perlClass(flags: Flags): readonly number[] | null {
    const match = this.match(/\\([dDsSwW])/y)
    if (match === null) return null
    const lower = match[1].toLowerCase()
    const ranges = lower === 'd' ? digits : lower === 's' ? blanks : wordCharacters
    const folded = flags.ignoreCase ? fold(ranges) : ranges
    return match[1] === lower ? folded : negate(folded)
  }

  private escapedUnit(): number {
    const hex = this.match(/\\x(?:([\dA-Fa-f]{2})|\{([\dA-Fa-f]+)\})/y)
    if (hex !== null) return Number.parseInt(hex[1] ?? hex[2], 16)
    const control = this.match(/\\([afnrtv])/y)
    if (control !== null) return controlEscapes.get(control[1])!
    const punctuation = this.match(/\\([!-/:-@[-`{-~])/y)
    if (punctuation !== null) return punctuation[1].charCodeAt(0)
    throw new Unsupported(`the escape \`${this.text.slice(this.at, this.at + 2)}\``)
  }

  /** From behind `[` to behind `]`. */
  private bracket(flags: Flags): readonly number[] {
    const negated = this.take('^')
    const ranges: number[] = []
    for (let first = true; first || this.text[this.at] !== ']'; first = false) {
      if (this.at >= this.text.length) throw new Unsupported('this class')
      const posix = this.match(/\[:(\^?)(\w+):\]/y)
      if (posix !== null) {
        const known = posixClasses.get(posix[2])
        if (known === undefined) throw new Unsupported(`the class \`${posix[0]}\``)
        const folded = flags.ignoreCase ? fold(known) : known
        ranges.push(...(posix[1] === '' ? folded : negate(folded)))
        continue
      }
      const known = this.perlClass(flags)
      if (known !== null) {
        ranges.push(...known)
        continue
      }
      const low = this.bracketUnit()
      const isRange = this.text[this.at] === '-' && this.text[this.at + 1] !== ']'
      if (isRange) this.at++
      const high = isRange ? this.bracketUnit() : low
      if (high > unitMax) throw new Unsupported(beyondPlane)
      ranges.push(...(flags.ignoreCase ? fold([low, high]) : [low, high]))
    }
    this.at++
    return negated ? negate(union(ranges)) : union(ranges)
  }

  private bracketUnit(): number {
    if (this.text[this.at] === '\\') return this.escapedUnit()
    const unit = this.text.charCodeAt(this.at++)
    if (isSurrogate(unit)) throw new Unsupported(beyondPlane)
    return unit
  }
}

function changeFlags(flags: Flags, on: string, off: string): Flags {
  const value = (letter: string, before: boolean): boolean =>
    off.includes(letter) ? false : on.includes(letter) || before
  return {
    ignoreCase: value('i', flags.ignoreCase),
    multiline: value('m', flags.multiline),
    dotAll: value('s', flags.dotAll),
    ungreedy: value('U', flags.ungreedy),
  }
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

function one(unit: number, flags: Flags): RegexNode {
  if (isSurrogate(unit) || unit > unitMax) throw new Unsupported(beyondPlane)
  return set(flags.ignoreCase ? fold([unit, unit]) : [unit, unit])
}

function set(ranges: readonly number[]): RegexNode {
  return { kind: 'class', ranges: union(ranges) }
}

/** Sorted, and ranges that touch joined. */
function union(ranges: readonly number[]): readonly number[] {
  const pairs: [number, number][] = []
  for (let k = 0; k < ranges.length; k += 2) pairs.push([ranges[k], ranges[k + 1]])
  pairs.sort((a, b) => a[0] - b[0])
  const joined: number[] = []
  for (const [low, high] of pairs) {
    const last = joined.length - 1
    if (last > 0 && low <= joined[last] + 1) joined[last] = Math.max(joined[last], high)
    else joined.push(low, high)
  }
  return joined
}

function negate(ranges: readonly number[]): readonly number[] {
  const gaps: number[] = []
  let next = 0
  const sorted = union(ranges)
  for (let k = 0; k < sorted.length; k += 2) {
    if (sorted[k] > next) gaps.push(next, sorted[k] - 1)
    next = sorted[k + 1] + 1
  }
  if (next <= unitMax) gaps.push(next, unitMax)
  return gaps
}

const caseDistance = 0x20
const kelvin = 0x212a
const longS = 0x17f

/** Both cases of ASCII letters, and the two other characters that fold to one (K and S). Other letters are for re2js. */
function fold(ranges: readonly number[]): readonly number[] {
  const folded = [...ranges]
  for (let k = 0; k < ranges.length; k += 2) {
    const [low, high] = [ranges[k], ranges[k + 1]]
    if (high > 0x7f) throw new Unsupported('the flag i for letters beyond ASCII')
    for (let unit = low; unit <= high; unit++) {
      const letter = unit | caseDistance
      if (letter < 0x61 || letter > 0x7a || unit < 0x41) continue
      folded.push(unit ^ caseDistance, unit ^ caseDistance)
      if (letter === 0x6b) folded.push(kelvin, kelvin)
      if (letter === 0x73) folded.push(longS, longS)
    }
  }
  return union(folded)
}
