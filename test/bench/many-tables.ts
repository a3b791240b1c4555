/** Specs of many tables: that of `specs/many/one.sql`, once for each type of event. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventType } from './mixed-log/generate.ts'

export function manyTables(count: number): string {
  const one = readFileSync(join(import.meta.dirname, 'specs/many/one.sql'), 'utf8')
  return Array.from({ length: count }, (_, i) => {
    const type = eventType(i + 1)
    return one
      .replaceAll('all_events', type)
      .replace("'bench-out-all'", `'bench-out-${type}'`)
      .replace("'][Event'", `'[${type}]'`)
      .replace(/^--.*\n/, '')
  }).join('\n')
}
