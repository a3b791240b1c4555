/**
 * Writes the bench's logs, the same bytes for the same options: six kinds of lines over three days, about 335 bytes each.
 * `node test/bench/mixed-log/generate.ts FILE [--records N] [--seed N] [--bad SHARE] [--kind NAME] [--types N]`
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { badByteMark, event, flaws, kinds, login } from './lines.ts'
import type { Kind, KindName } from './lines.ts'
import { RandomValues } from './values.ts'

export interface LogOptions {
  readonly records: number
  readonly seed: number
  /** Of all lines, 0 to 1: those with a flaw. */
  readonly badShare: number
  /** Of one kind only; null: of all. */
  readonly kind: KindName | null
  /** 0: the six kinds. Else only events like LoginRole, of so many types, `Event0001` and so on. */
  readonly types: number
}

export const logDefaults: LogOptions = { records: 1_000_000, seed: 20_261_120, badShare: 0, kind: null, types: 0 }

const start = Date.UTC(2026, 10, 19, 16) // midnight in Shanghai
const durationMs = 3 * 86_400_000
const blockLines = 1000

/** Returns the file's size in bytes. */
export function generateLog(file: string, options: Partial<LogOptions> = {}): number {
  const chosen = { ...logDefaults, ...options }
  const descriptor = openSync(file, 'w')
  let bytes = 0
  for (const block of blocks(chosen)) bytes += writeSync(descriptor, block)
  closeSync(descriptor)
  return bytes
}

function* blocks(options: LogOptions): Generator<Buffer> {
  const random = new RandomValues(options.seed)
  for (let first = 0; first < options.records; first += blockLines) {
    const count = Math.min(blockLines, options.records - first)
    const lines = Array.from({ length: count }, (_, i) => lineOf(first + i, options, random) + '\n')
    yield withBadBytes(Buffer.from(lines.join('')))
  }
}

function lineOf(index: number, { records, badShare, kind, types }: LogOptions, random: RandomValues): string {
  const time = new Date(start + Math.floor((index / records) * durationMs))
  const flaw = random.chance(badShare) ? random.pick(flaws) : null
  if (types > 0) return event(eventType(random.between(1, types)), login)(time, random, flaw)
  return (kind === null ? anyKind(random) : kinds[kind]).make(time, random, flaw)
}

function anyKind(random: RandomValues): Kind {
  let left = random.next()
  return Object.values(kinds).find(({ share }) => (left -= share) < 0) ?? kinds.order
}

export function eventType(number: number): string {
  return `Event${String(number).padStart(4, '0')}`
}

function withBadBytes(block: Buffer): Buffer {
  for (let at = block.indexOf(badByteMark); at >= 0; at = block.indexOf(badByteMark, at)) block[at] = 0xff
  return block
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      records: { type: 'string', default: String(logDefaults.records) },
      seed: { type: 'string', default: String(logDefaults.seed) },
      bad: { type: 'string', default: '0' },
      kind: { type: 'string', default: '' },
      types: { type: 'string', default: '0' },
    },
  })
  const [file] = positionals
  if (file === undefined) throw new Error('which file?')
  const kind = values.kind in kinds ? (values.kind as KindName) : null
  const [records, seed, badShare, types] = [values.records, values.seed, values.bad, values.types].map(Number)
  console.log(`${generateLog(file, { records, seed, badShare, kind, types })} bytes`)
}
