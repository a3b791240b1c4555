/** Text to a value of any type: the language's table "What a value becomes", for fields, CAST and constants. */
import type { LogicalType } from '../logical.ts'
import { Failure, type Value } from '../value.ts'
import { parseJson } from '../json/parse.ts'
import type { ConversionContext } from './context.ts'
import { convertJson } from './json.ts'
import { type ScalarType, convertScalarText, trimBlanks } from './scalar-text.ts'

/** The value; null where the text is empty, or is JSON's null for a JSON type. A Failure's message holds no data. */
export function convertText(text: string, type: LogicalType, context: ConversionContext): Value | Failure {
  if (isScalar(type)) return convertScalarText(text, type, context)
  const trimmed = trimBlanks(text)
  if (trimmed === '') return null
  const node = parseJson(trimmed)
  return node === null ? new Failure('not JSON') : convertJson(node, type, context)
}

function isScalar(type: LogicalType): type is ScalarType {
  return type.kind !== 'JSON' && type.kind !== 'ARRAY' && type.kind !== 'MAP' && type.kind !== 'ROW'
}
