/** A plan as JSON text, the same for equal plans: keys in order, bigint and bytes as tagged objects. */

interface CanonicalOptions {
  readonly indent?: number
  /** A key that no object is to have. */
  readonly leaveOut?: string
}

/** `{"$bigint": "12"}` and `{"$bytes": "<base64>"}` stand for what JSON has not. */
export function canonicalJson(value: unknown, { indent, leaveOut }: CanonicalOptions = {}): string {
  const text = textOf(value, leaveOut)
  return indent === undefined ? text : JSON.stringify(JSON.parse(text), null, indent)
}

/** Written at once: a thousand tables make half a million values, and a copy of them to be written would be made for nothing. */
function textOf(value: unknown, leaveOut: string | undefined): string {
  if (typeof value === 'bigint') return `{"$bigint":"${value}"}`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (value instanceof Uint8Array) return `{"$bytes":"${Buffer.from(value).toString('base64')}"}`
  if (value instanceof Map) {
    return `{"$map":[${[...value].map(([key, item]) => `[${JSON.stringify(key)},${textOf(item, leaveOut)}]`).join(',')}]}`
  }
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item, leaveOut)).join(',')}]`
  const from = value as Readonly<Record<string, unknown>>
  let text = ''
  for (const key of Object.keys(from).toSorted()) {
    const item = from[key]
    if (key === leaveOut || item === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${textOf(item, leaveOut)}`
  }
  return `{${text}}`
}
