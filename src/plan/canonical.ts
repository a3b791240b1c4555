/** A plan as JSON text, the same for equal plans: keys in order, bigint and bytes as tagged objects. */

interface CanonicalOptions {
  readonly indent?: number
  /** A key that no object is to have. */
  readonly leaveOut?: string
}

/** `{"$bigint": "12"}` and `{"$bytes": "<base64>"}` stand for what JSON has not. */
export function canonicalJson(value: unknown, { indent, leaveOut }: CanonicalOptions = {}): string {
  return JSON.stringify(canonical(value, leaveOut), null, indent)
}

function canonical(value: unknown, leaveOut: string | undefined): unknown {
  if (typeof value === 'bigint') return { $bigint: String(value) }
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (value instanceof Map) return { $map: [...value].map(([key, item]) => [key, canonical(item, leaveOut)]) }
  if (Array.isArray(value)) return value.map((item) => canonical(item, leaveOut))
  const keys = Object.keys(value).filter((key) => key !== leaveOut)
  const from = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(keys.toSorted().map((key) => [key, canonical(from[key], leaveOut)]))
}
