/** A CSV step under a header: which of the file's fields are the step's. */

/**
 * By place in the header, the place of the name in `fields`, or -1: not used. A text: what is wrong with the header, for each
 * record under it.
 */
export function fieldsByHeader(header: readonly string[], fields: readonly string[]): readonly number[] | string {
  const places = new Map(fields.map((name, index) => [name, index]))
  const missing = fields.filter((name) => !header.includes(name))
  if (missing.length > 0) return `the header has no ${missing.map((name) => `\`${name}\``).join(', ')}`
  const repeated = fields.find((name) => header.indexOf(name) !== header.lastIndexOf(name))
  if (repeated !== undefined) return `the header has \`${repeated}\` twice`
  return header.map((name) => places.get(name) ?? -1)
}
