/** A replay writes the same: there is no clock and no chance in the language. */
import type { Name } from '../../ast.ts'
import type { Reporter } from '../reporter.ts'

const bareClocks = new Set(['current_timestamp', 'current_date', 'current_time', 'localtime', 'localtimestamp'])
const clocks = new Set([
  ...bareClocks,
  'now',
  'current_row_timestamp',
  'proctime',
  'sysdate',
  'getdate',
  'systimestamp',
])
const chances = new Set(['uuid', 'rand', 'random', 'rand_integer', 'newid', 'gen_random_uuid', 'generateuuidv4'])

/** `CURRENT_TIMESTAMP` needs no parentheses. */
export function isBareClock(name: string): boolean {
  return bareClocks.has(name.toLowerCase())
}

export function isClockOrChance(name: string): boolean {
  const lower = name.toLowerCase()
  return clocks.has(lower) || chances.has(lower)
}

/** `unix_timestamp()` is the clock, `unix_timestamp(text)` is not. */
export function isClockWithout(name: string, argumentCount: number): boolean {
  return name.toLowerCase() === 'unix_timestamp' && argumentCount === 0
}

export function reportClock(name: Name, report: Reporter): null {
  const chance = chances.has(name.text.toLowerCase())
  report.error('E3015', name.span, `\`${name.text}\` gives another value at every run`, {
    label: chance ? 'there is no chance in the language' : 'there is no clock in the language',
    help: chance
      ? "what names a record for good is its place: columns METADATA FROM 'topic', 'partition' and 'offset'"
      : "the record's own time is a column: event_time TIMESTAMP_LTZ(3) METADATA FROM 'timestamp'",
  })
  return null
}
