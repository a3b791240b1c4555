/** The clauses of the JSON functions, which the checker made constants of, as SQL writes them. */
import type { LogicalType } from '../types/logical.ts'
import { typeText } from '../types/text.ts'
import type { Call, Expression } from './expression.ts'

/** What stands between the parentheses of a call. `text`: of an argument. */
export function argumentsText(call: Call, text: (argument: Expression) => string): string {
  const all = call.arguments
  switch (call.function) {
    case 'json_value':
      return joined(all.slice(0, 2).map(text), [returning(call.type), ...behaviours(all.slice(2, 6), text)])
    case 'json_query':
      return joined(all.slice(0, 2).map(text), [wrapper(all[6]), ...behaviours(all.slice(2, 6), text)])
    case 'json_exists':
      return joined(all.slice(0, 2).map(text), behaviours([null, null, all[2], null], text))
    case 'json_object':
      return joined(pairs(all.slice(1).map(text)), onNull(all[0], 'null'))
    case 'json_array':
      return joined(all.slice(1).map(text), onNull(all[0], 'absent'))
    default:
      return all.map(text).join(', ')
  }
}

function joined(parts: readonly string[], clauses: readonly string[]): string {
  return [parts.join(', '), ...clauses].filter((part) => part !== '').join(' ')
}

function pairs(texts: readonly string[]): readonly string[] {
  return texts.flatMap((key, at) => (at % 2 === 0 ? [`${key} VALUE ${texts[at + 1]}`] : []))
}

function returning(type: LogicalType): string {
  return type.kind === 'STRING' ? '' : `RETURNING ${typeText(type)}`
}

/** ON EMPTY and its value, ON ERROR and its value; those that say NULL go without saying. */
function behaviours(
  [empty, emptyValue, error, errorValue]: readonly (Expression | null | undefined)[],
  text: (argument: Expression) => string,
): readonly string[] {
  return [on('EMPTY', empty, emptyValue, text), on('ERROR', error, errorValue, text)]
}

function on(
  event: string,
  behaviour: Expression | null | undefined,
  value: Expression | null | undefined,
  text: (argument: Expression) => string,
): string {
  const word = wordOf(behaviour)
  if (word === '' || word === 'NULL') return ''
  return word === 'DEFAULT' && value ? `DEFAULT ${text(value)} ON ${event}` : `${word} ON ${event}`
}

function onNull(behaviour: Expression | undefined, usual: string): readonly string[] {
  const word = wordOf(behaviour)
  return word === '' || word === usual.toUpperCase() ? [] : [`${word} ON NULL`]
}

function wrapper(kind: Expression | undefined): string {
  const word = wordOf(kind)
  return word === '' ? '' : `${word === 'WITHOUT' ? '' : 'WITH '}${word} WRAPPER`
}

/** `empty-array` is `EMPTY ARRAY`. */
function wordOf(constant: Expression | null | undefined): string {
  if (constant?.kind !== 'literal' || typeof constant.value !== 'string') return ''
  return constant.value.replace('-', ' ').toUpperCase()
}
