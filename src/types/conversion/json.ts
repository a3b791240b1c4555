/** A JSON value to a value of any type: what stands in a document becomes what its column declares. */
import type { LogicalType, RowField } from '../logical.ts'
import { Failure, type Value } from '../value.ts'
import { type JsonNode, jsonText, unescapeJson } from '../json/node.ts'
import type { ConversionContext } from './context.ts'
import { type ScalarType, bytesOfText, checkedText, convertScalarText, trimBlanks, varchar } from './scalar-text.ts'

/** The value; null for JSON null and for empty text (of every type but STRING and BYTES). */
export function convertJson(node: JsonNode, type: LogicalType, context: ConversionContext): Value | Failure {
  if (node.kind === 'null') return null
  switch (type.kind) {
    case 'JSON':
      return jsonText(node)
    case 'ARRAY':
      return isBlank(node) ? null : convertArray(node, type.element, context)
    case 'MAP':
      return isBlank(node) ? null : convertMap(node, type.value, context)
    case 'ROW':
      return isBlank(node) ? null : convertRow(node, type.fields, context)
    case 'STRING':
      return checkedText(plainText(node))
    case 'VARCHAR':
      return varchar(plainText(node), type.length)
    case 'BYTES':
      return bytesOfText(plainText(node), context.bytes)
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'DECIMAL':
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return convertScalar(node, type, context)
  }
}

/** Empty text, which is NULL. */
function isBlank(node: JsonNode): boolean {
  return node.kind === 'string' && trimBlanks(plainText(node)) === ''
}

/** Text as it is, everything else as written, compact. */
export function plainText(node: JsonNode): string {
  return node.kind === 'string' ? unescapeJson(node.escaped) : jsonText(node)
}

function convertScalar(node: JsonNode, type: ScalarType, context: ConversionContext): Value | Failure {
  switch (node.kind) {
    case 'string':
    case 'number':
      return convertScalarText(plainText(node), type, context)
    case 'boolean':
      return type.kind === 'BOOLEAN' ? node.value : new Failure(`a JSON boolean is not ${wanted(type)}`)
    case 'array':
    case 'object':
    case 'null':
      return new Failure(`a JSON ${node.kind} is not ${wanted(type)}`)
  }
}

/** With its article, as messages say it. */
function wanted(type: ScalarType): string {
  return `${type.kind.startsWith('INT') ? 'an' : 'a'} ${type.kind}`
}

function convertArray(node: JsonNode, element: LogicalType, context: ConversionContext): Value | Failure {
  if (node.kind !== 'array') return new Failure(`a JSON ${node.kind} is not an ARRAY`)
  const values: Value[] = []
  for (const part of node.elements) {
    const value = convertJson(part, element, context)
    if (value instanceof Failure) return value
    values.push(value)
  }
  return values
}

function convertMap(node: JsonNode, valueType: LogicalType, context: ConversionContext): Value | Failure {
  if (node.kind !== 'object') return new Failure(`a JSON ${node.kind} is not a MAP`)
  const values = new Map<string, Value>()
  for (const member of node.members) {
    const value = convertJson(member.value, valueType, context)
    if (value instanceof Failure) return value
    if (!member.name.isWellFormed()) return new Failure('a lone surrogate')
    values.set(member.name, value)
  }
  return values
}

function convertRow(node: JsonNode, fields: readonly RowField[], context: ConversionContext): Value | Failure {
  if (node.kind !== 'object') return new Failure(`a JSON ${node.kind} is not a ROW`)
  const members = new Map(node.members.map((member) => [member.name, member.value]))
  const values: Value[] = []
  for (const field of fields) {
    const member = members.get(field.name)
    const value = member === undefined ? null : convertJson(member, field.type, context)
    if (value instanceof Failure) return value
    values.push(value)
  }
  return values
}
