/** Names of fields: `name`, or `[a][b]` for a place inside an object, as Logstash writes them. */

/** Null where brackets do not fit. */
export function fieldPath(field: string): readonly string[] | null {
  if (!field.includes('[') && !field.includes(']')) return [field]
  return /^(?:\[[^[\]]+\])+$/.test(field) ? field.slice(1, -1).split('][') : null
}
