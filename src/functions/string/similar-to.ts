import { RE2JS } from 're2js'
import type { Value } from '../../types/value.ts'
import { regexProblem } from './regex.ts'
import type { FunctionDefinition } from '../definition.ts'

export const similarTo: FunctionDefinition = {
  name: 'similar_to',
  aliases: [],
  family: 'string',
  description:
    'Whether the whole text fits a pattern of the SQL standard: `%` is any text, `_` any character, and `|`, `*`, `+`, `?`, `{n,m}`, `(…)`, `[…]` are as in regexes. An escape makes what follows it ordinary.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'pattern', accepts: 'STRING', constant: { validate: patternProblem } },
        { name: 'escape', accepts: 'STRING', optional: true, constant: { validate: escapeProblem } },
      ],
      result: { kind: 'BOOLEAN' },
    },
  ],
  syntax: ['text [NOT] SIMILAR TO pattern [ESCAPE escape]'],
  nulls: 'propagate',
  canFail: false,
  flink: 'SIMILAR TO',
  differs: 'ESCAPE works, and the pattern is a constant',
  examples: [
    { expression: "'a.log' SIMILAR TO '(a|b).(log|txt)'", result: 'TRUE' },
    { expression: "'abc' SIMILAR TO 'b'", result: 'FALSE' },
    { expression: "'2026-11' NOT SIMILAR TO '[0-9]{4}-__'", result: 'FALSE' },
    { expression: "'50%' SIMILAR TO '[0-9]+!%' ESCAPE '!'", result: 'TRUE' },
    { expression: "CAST(NULL AS STRING) SIMILAR TO '%'", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const regex = RE2JS.compile(regexOf(constants[1] as string, (constants[2] as string | undefined) ?? null))
    return (text) => regex.matches(text as string)
  },
}

function escapeProblem(escape: Value): string | null {
  return Array.from(escape as string).length === 1 ? null : 'the escape is one character'
}

function patternProblem(pattern: Value, constants: readonly (Value | undefined)[]): string | null {
  const regex = regexOf(pattern as string, (constants[2] as string | undefined) ?? null)
  return regexProblem(regex) === null ? null : 'not a pattern of SIMILAR TO'
}

const operators = new Set('|*+?{}()')

/** The same pattern as a regex. */
function regexOf(pattern: string, escape: string | null): string {
  let regex = ''
  let inBrackets = false
  const characters = Array.from(pattern)
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]
    if (character === escape) regex += RE2JS.quote(characters[++at] ?? '')
    else if (character === '[') regex += '['
    else if (inBrackets || !operators.has(character)) regex += ordinary(character, inBrackets)
    else regex += character
    inBrackets = character === '[' || (inBrackets && character !== ']')
  }
  return `(?s:${regex})`
}

function ordinary(character: string, inBrackets: boolean): string {
  if (inBrackets) return character === '\\' ? '\\\\' : character
  if (character === '%') return '.*'
  return character === '_' ? '.' : RE2JS.quote(character)
}
