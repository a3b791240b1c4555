/**
 * The one text in which columns hold ARRAY, MAP and ROW values, lossless: JSON as `valueToJsonText` writes it (bytes as BASE64,
 * instants with their `Z`), read back here.
 */
import type { LogicalType } from '../logical.ts'
import { Failure, type Value } from '../value.ts'
import { parseJson } from '../json/parse.ts'
import { defaultContext } from './context.ts'
import { convertJson } from './json.ts'

export { valueToJsonText as nestedText } from './value-text.ts'

/** The value of a text that `nestedText` wrote for this type; anything else is a bug and throws. */
export function nestedValue(text: string, type: LogicalType): Value {
  const node = parseJson(text)
  const value =
    node === null ? new Failure('not JSON') : convertJson(node, type, { ...defaultContext, bytes: 'BASE64' })
  if (value instanceof Failure) throw new Error(`a ${type.kind} column holds what is none: ${value.message}`)
  return value
}
