/**
 * JSON paths as text: `$`, `.name`, `."text"`, `['text']`, `[n]`, `[last]`, `[*]`, the subset of SQL/JSON (and of JSONPath) that
 * binds to one place. `"…"` has JSON's escapes; in `['…']` a quote is doubled, or escaped by a backslash. Blanks may stand
 * inside brackets only.
 */
import type { JsonPath, PathStep } from './path.ts'

export type ParsedPath = { readonly path: JsonPath } | PathProblem

export interface PathProblem {
  readonly error: string
  /** UTF-16 code units from the start of the text. */
  readonly offset: number
}

/** A plain member name: what needs no quotes behind a dot. */
const plainName = /[\p{L}\p{N}_$@-]+/uy
const indexMax = 2_147_483_647

export function parseJsonPath(text: string): ParsedPath {
  if (!text.startsWith('$')) return { error: 'a JSON path begins with `$`', offset: 0 }
  const path: PathStep[] = []
  let at = 1
  while (at < text.length) {
    // `$.['name']`, as Flink's pages have it, is `$['name']`.
    if (text[at] === '.' && (text.startsWith("['", at + 1) || text.startsWith('["', at + 1))) at++
    const read = text[at] === '.' ? memberStep(text, at + 1) : text[at] === '[' ? bracketStep(text, at + 1) : null
    if (read === null) return { error: 'expected `.name` or `[…]`', offset: at }
    if ('error' in read) return read
    path.push(read.step)
    at = read.end
  }
  return { path }
}

type ReadStep = { readonly step: PathStep; readonly end: number } | PathProblem

function memberStep(text: string, at: number): ReadStep {
  if (text[at] === '"') return quotedMember(text, at)
  if (text[at] === '*') return { error: 'write `[*]`: a wildcard is over elements, not over members', offset: at }
  if (text[at] === '.') return { error: '`..` is not supported: write the whole path', offset: at }
  plainName.lastIndex = at
  const name = plainName.exec(text)?.[0]
  if (name === undefined) return { error: 'expected a name; others are quoted: `."a b"`', offset: at }
  return { step: { kind: 'member', name }, end: at + name.length }
}

function bracketStep(text: string, start: number): ReadStep {
  const at = skipBlanks(text, start)
  const read = text[at] === "'" || text[at] === '"' ? quotedMember(text, at) : selector(text, at)
  if ('error' in read) return read
  const end = skipBlanks(text, read.end)
  if (text[end] !== ']') return { error: 'expected `]`', offset: end }
  return { step: read.step, end: end + 1 }
}

function selector(text: string, at: number): ReadStep {
  if (text[at] === '*') return { step: { kind: 'wildcard' }, end: at + 1 }
  if (/^last\b/.test(text.slice(at, at + 5))) return { step: { kind: 'last' }, end: at + 4 }
  const digits = /^\d+/.exec(text.slice(at, at + 20))?.[0]
  if (digits === undefined) return { error: "expected an index, `last`, `*` or `'name'`", offset: at }
  const index = Number(digits)
  if (index > indexMax) return { error: 'an index is at most 2147483647', offset: at }
  return { step: { kind: 'index', index }, end: at + digits.length }
}

function quotedMember(text: string, at: number): ReadStep {
  return text[at] === '"' ? jsonName(text, at) : sqlName(text, at)
}

/** `"…"` with the escapes of a JSON string. */
function jsonName(text: string, at: number): ReadStep {
  let end = at + 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  if (end >= text.length) return { error: 'a quoted name has no end', offset: at }
  try {
    return { step: { kind: 'member', name: JSON.parse(text.slice(at, end + 1)) as string }, end: end + 1 }
  } catch {
    return { error: 'not a JSON string', offset: at }
  }
}

function sqlName(text: string, at: number): ReadStep {
  let name = ''
  for (let next = at + 1; next < text.length; next++) {
    const escaped = text[next] === '\\' || (text[next] === "'" && text[next + 1] === "'")
    if (escaped && next + 1 < text.length) next++
    else if (text[next] === "'") return { step: { kind: 'member', name }, end: next + 1 }
    name += text[next]
  }
  return { error: 'a quoted name has no end', offset: at }
}

function skipBlanks(text: string, at: number): number {
  while (text[at] === ' ') at++
  return at
}

/** The shortest text that parses to this path. */
export function pathText(path: JsonPath): string {
  return '$' + path.map(stepText).join('')
}

function stepText(step: PathStep): string {
  switch (step.kind) {
    case 'member':
      plainName.lastIndex = 0
      return plainName.exec(step.name)?.[0] === step.name && step.name !== ''
        ? `.${step.name}`
        : `.${JSON.stringify(step.name)}`
    case 'index':
      return `[${step.index}]`
    case 'last':
      return '[last]'
    case 'wildcard':
      return '[*]'
  }
}
