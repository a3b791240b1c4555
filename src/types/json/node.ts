/**
 * JSON as a tree that keeps what was written: digits of numbers, escapes in strings, the order of members. Slow and easy to
 * believe; the engine's kernels do the same over bytes.
 */
export type JsonNode =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** As written. */
  | { readonly kind: 'number'; readonly text: string }
  /** As written, between the quotes. */
  | { readonly kind: 'string'; readonly escaped: string }
  | { readonly kind: 'array'; readonly elements: readonly JsonNode[] }
  /** Of repeated keys only the last. */
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] }

export interface JsonMember {
  /** As written, between the quotes. */
  readonly escapedName: string
  readonly name: string
  readonly value: JsonNode
}

/** Compact JSON text: no white space, everything else as written. */
export function jsonText(node: JsonNode): string {
  switch (node.kind) {
    case 'null':
      return 'null'
    case 'boolean':
      return node.value ? 'true' : 'false'
    case 'number':
      return node.text
    case 'string':
      return `"${node.escaped}"`
    case 'array':
      return `[${node.elements.map(jsonText).join(',')}]`
    case 'object':
      return `{${node.members.map((member) => `"${member.escapedName}":${jsonText(member.value)}`).join(',')}}`
  }
}

/** The text of a string that is escaped as in JSON; it may hold lone surrogates. */
export function unescapeJson(escaped: string): string {
  return escaped.includes('\\') ? (JSON.parse(`"${escaped}"`) as string) : escaped
}
