/**
 * The Parsing Canonical Form of a schema and its CRC-64-AVRO fingerprint.
 * https://avro.apache.org/docs/1.12.0/specification/#parsing-canonical-form-for-schemas, #schema-fingerprints
 */

import type { AvroSchema } from '../../types/mapping.ts'

/** What canonical forms are made of; a schema may have any attribute besides. */
interface SchemaNode {
  readonly type: AvroSchema
  readonly name?: string
  readonly namespace?: string
  readonly fields?: readonly { readonly name: string; readonly type: AvroSchema }[]
  readonly symbols?: readonly string[]
  readonly items?: AvroSchema
  readonly values?: AvroSchema
  readonly size?: number
}

const attributeOrder = ['name', 'type', 'fields', 'symbols', 'items', 'values', 'size'] as const

/** Full names, the attributes that parsing needs in their fixed order, no white space. */
export function canonicalForm(schema: AvroSchema, namespace = ''): string {
  if (typeof schema === 'string') return JSON.stringify(isPrimitive(schema) ? schema : fullName(schema, namespace))
  if (isUnion(schema)) return `[${schema.map((branch) => canonicalForm(branch, namespace)).join(',')}]`
  const node = schema as unknown as SchemaNode
  if (typeof node.type !== 'string') return canonicalForm(node.type, namespace)
  if (isPrimitive(node.type)) return JSON.stringify(node.type)
  const inner = node.name === undefined ? namespace : namespaceOf(node, namespace)
  const parts = attributeOrder
    .filter((attribute) => node[attribute] !== undefined)
    .map((attribute) => `"${attribute}":${canonicalAttribute(node, attribute, inner)}`)
  return `{${parts.join(',')}}`
}

function canonicalAttribute(schema: SchemaNode, attribute: (typeof attributeOrder)[number], namespace: string): string {
  switch (attribute) {
    case 'name':
      return JSON.stringify(fullName(schema.name ?? '', namespace))
    case 'fields': {
      const fields = (schema.fields ?? []).map(
        (field) => `{"name":${JSON.stringify(field.name)},"type":${canonicalForm(field.type, namespace)}}`,
      )
      return `[${fields.join(',')}]`
    }
    case 'items':
    case 'values':
      return canonicalForm(schema[attribute] ?? 'null', namespace)
    case 'type':
    case 'symbols':
    case 'size':
      return JSON.stringify(schema[attribute])
  }
}

function isUnion(schema: AvroSchema): schema is readonly AvroSchema[] {
  return Array.isArray(schema)
}

const primitives: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
])

function isPrimitive(type: string): boolean {
  return primitives.has(type)
}

function namespaceOf(schema: SchemaNode, outer: string): string {
  const name = schema.name ?? ''
  if (name.includes('.')) return name.slice(0, name.lastIndexOf('.'))
  return schema.namespace ?? outer
}

function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`
}

const emptyFingerprint = 0xc15d_213a_a4d7_a795n

/** Once per schema, hence BigInt. */
export function fingerprint64(canonical: string): bigint {
  let fingerprint = emptyFingerprint
  for (const byte of Buffer.from(canonical)) {
    fingerprint = (fingerprint >> 8n) ^ table[Number((fingerprint ^ BigInt(byte)) & 0xffn)]
  }
  return fingerprint
}

const table: readonly bigint[] = Array.from({ length: 256 }, (_, byte) => {
  let value = BigInt(byte)
  for (let bit = 0; bit < 8; bit++) value = (value >> 1n) ^ (value & 1n ? emptyFingerprint : 0n)
  return value
})
