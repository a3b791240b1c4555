/**
 * The pieces of a grok pattern: what must be looked at to make a regex of RE2's syntax out of it. The dialect is that of Logstash
 * (Oniguruma's, with `%{NAME:field:type}`); everything that is not named here means the same in both.
 */
export type Piece =
  /** `%{NAME}`, `%{NAME:field}`, `%{NAME:field:type}` */
  | { readonly kind: 'reference'; readonly name: string; readonly field: string | null; readonly type: string | null }
  /** `(?<field>`, `(?P<field>`, `(?'field'` */
  | { readonly kind: 'named-group'; readonly field: string }
  /** What RE2 does not have and no other text can stand for. */
  | { readonly kind: 'foreign'; readonly construct: string }
  /** RE2 text for what was written. */
  | { readonly kind: 'text'; readonly text: string }

export interface PlacedPiece {
  readonly piece: Piece
  /** Exclusive; the piece begins where the one before it ended. */
  readonly end: number
}

const reference = /%\{(\w+)(?::([^:{}]+))?(?::([^:{}]+))?\}/y
const namedGroup = /\(\?(?:P?<([^>=!][^>]*)>|'([^']+)')/y
const foreignGroups: readonly (readonly [prefix: string, construct: string])[] = [
  ['(?=', 'look-ahead'],
  ['(?!', 'negative look-ahead'],
  ['(?<=', 'look-behind'],
  ['(?<!', 'negative look-behind'],
  ['(?P=', 'back-reference'],
  ['(?(', 'conditional group'],
  ['(?~', 'absent operator'],
]
const backReference = /\\(?:[1-9]\d*|k[<'][^>']*[>'])/y
const call = /\\g[<'][^>']*[>']/y
/** With a `+` behind it possessive, with a `?` lazy. */
const quantifier = /(?:[*+?]|\{(\d*)(,?)(\d*)\})([+?]?)/y

/** Escapes that Oniguruma has and RE2 has not. */
const escapes: ReadonlyMap<string, string> = new Map([
  ['\\h', '[0-9A-Fa-f]'],
  ['\\H', '[^0-9A-Fa-f]'],
  ['\\Z', '\\z'],
])

/** The piece that begins at `at`, which is within the text. */
export function pieceAt(text: string, at: number): PlacedPiece {
  return (
    referenceAt(text, at) ??
    groupAt(text, at) ??
    escapeAt(text, at) ??
    quantifierAt(text, at) ??
    (text[at] === '[' ? classAt(text, at) : verbatim(text[at], at + 1))
  )
}

function verbatim(text: string, end: number): PlacedPiece {
  return { piece: { kind: 'text', text }, end }
}

function match(syntax: RegExp, text: string, at: number): RegExpExecArray | null {
  syntax.lastIndex = at
  return syntax.exec(text)
}

function referenceAt(text: string, at: number): PlacedPiece | null {
  const found = match(reference, text, at)
  if (found === null) return null
  const [whole, name, field = null, type = null] = found as unknown as [string, string, string?, string?]
  return { piece: { kind: 'reference', name, field, type }, end: at + whole.length }
}

/** Plain groups are not numbered here: nothing can refer to them. */
function groupAt(text: string, at: number): PlacedPiece | null {
  if (text[at] !== '(') return null
  const named = match(namedGroup, text, at)
  if (named !== null) {
    return { piece: { kind: 'named-group', field: named[1] ?? named[2] }, end: at + named[0].length }
  }
  for (const [prefix, construct] of foreignGroups) {
    if (text.startsWith(prefix, at)) return { piece: { kind: 'foreign', construct }, end: at + prefix.length }
  }
  if (text.startsWith('(?#', at)) {
    const close = text.indexOf(')', at)
    return verbatim('', close < 0 ? text.length : close + 1)
  }
  if (text.startsWith('(?>', at)) return verbatim('(?:', at + 3)
  return text[at + 1] === '?' ? verbatim('(?', at + 2) : verbatim('(?:', at + 1)
}

function escapeAt(text: string, at: number): PlacedPiece | null {
  if (text[at] !== '\\') return null
  const back = match(backReference, text, at)
  if (back !== null) return { piece: { kind: 'foreign', construct: 'back-reference' }, end: at + back[0].length }
  const called = match(call, text, at)
  if (called !== null) return { piece: { kind: 'foreign', construct: 'recursion' }, end: at + called[0].length }
  const escape = text.slice(at, at + 2)
  return verbatim(escapes.get(escape) ?? escape, at + escape.length)
}

/** RE2 never backtracks, so that a possessive quantifier is a plain one. */
function quantifierAt(text: string, at: number): PlacedPiece | null {
  const found = match(quantifier, text, at)
  if (found === null) return null
  const [whole, low, comma, high, suffix] = found
  const end = at + whole.length
  const lazy = suffix === '?' ? '?' : ''
  if (low === undefined) return verbatim(whole[0] + lazy, end)
  if (low === '' && high === '') return verbatim('\\{', at + 1)
  if (low === '' && comma === '') return verbatim('\\{', at + 1)
  return verbatim(`{${low === '' ? '0' : low}${comma}${high}}${lazy}`, end)
}

/** A class; a class inside it that holds POSIX ones, `[[[:alnum:]]_]`, is one with it. */
function classAt(text: string, open: number): PlacedPiece {
  let at = open + (text[open + 1] === '^' ? 2 : 1)
  let out = text.slice(open, at)
  if (text[at] === ']') {
    out += '\\]'
    at++
  }
  let nested = 0
  while (at < text.length) {
    const posixEnd = text.startsWith('[:', at) ? text.indexOf(':]', at + 2) : -1
    if (posixEnd >= 0) {
      out += text.slice(at, posixEnd + 2)
      at = posixEnd + 2
    } else if (text.startsWith('[[:', at)) {
      nested++
      at++
    } else if (text[at] === ']') {
      at++
      if (nested-- === 0) return verbatim(`${out}]`, at)
    } else if (text[at] === '\\') {
      const escape = text.slice(at, at + 2)
      out += escape === '\\h' ? '0-9A-Fa-f' : escape
      at += 2
    } else {
      out += text[at] === '[' ? '\\[' : text[at]
      at++
    }
  }
  return verbatim(text.slice(open), text.length)
}
