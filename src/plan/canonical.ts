/** A plan as JSON text, the same for equal plans: keys in order, bigint and bytes as tagged objects. */

/** `{"$bigint": "12"}` and `{"$bytes": "<base64>"}` stand for what JSON has not. */
export function canonicalJson(value: unknown, indent = 0): string {
  return JSON.stringify(canonical(value), null, indent)
}

function canonical(value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: String(value) }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (value instanceof Map) return { $map: [...value].map(([key, item]) => [key, canonical(item)]) }
  if (Array.isArray(value)) return value.map((item) => canonical(item))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item)]))
}
