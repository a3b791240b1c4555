/** `INTERVAL '10' MINUTE`, `INTERVAL '1 02:30' DAY TO MINUTE`, `INTERVAL '1-2' YEAR TO MONTH`, as in the SQL standard. */
import type { ExpressionNode } from '../../ast.ts'
import type { Reporter } from '../reporter.ts'
import { didYouMean, listOf } from '../nearest.ts'
import { literal } from './bound.ts'
import type { Bound } from './bound.ts'

type IntervalNode = Extract<ExpressionNode, { readonly kind: 'interval' }>

const monthUnits = ['YEAR', 'MONTH'] as const
const timeUnits = ['DAY', 'HOUR', 'MINUTE', 'SECOND'] as const
const otherUnits = ['QUARTER', 'WEEK'] as const

const monthsOf: ReadonlyMap<string, bigint> = new Map([
  ['YEAR', 12n],
  ['QUARTER', 3n],
  ['MONTH', 1n],
])
const microsOf: ReadonlyMap<string, bigint> = new Map([
  ['WEEK', 604_800_000_000n],
  ['DAY', 86_400_000_000n],
  ['HOUR', 3_600_000_000n],
  ['MINUTE', 60_000_000n],
  ['SECOND', 1_000_000n],
])
/** What stands before a unit in `DAY TO SECOND`, and how large the unit may be behind another. */
const separatorBefore: Record<string, string> = { MONTH: '-', HOUR: ' ', MINUTE: ':', SECOND: ':' }
const limitBehind: Record<string, bigint> = { MONTH: 12n, HOUR: 24n, MINUTE: 60n, SECOND: 60n }

/** A constant of months or of microseconds. */
export function bindInterval(node: IntervalNode, report: Reporter): Bound {
  const units = unitsOf(node, report)
  if (units === null) return null
  const amounts = amountsOf(node.text.value, units)
  if (amounts === null) {
    report.error('E3005', node.text.span, 'wrong interval', {
      label: `not ${units.length === 1 ? 'a whole number' : 'of this shape'}`,
      help: `write ${exampleOf(units)}`,
    })
    return null
  }
  const total = amounts.reduce((sum, amount) => sum + amount, 0n)
  return monthsOf.has(units[0])
    ? literal(Number(total), { kind: 'INTERVAL_MONTHS' })
    : literal(total, { kind: 'INTERVAL_MICROS' })
}

function unitsOf({ unit, to, span }: IntervalNode, report: Reporter): readonly string[] | null {
  const singular = (text: string): string => (text.endsWith('S') ? text.slice(0, -1) : text)
  const first = singular(unit)
  const all = [...monthUnits, ...timeUnits, ...otherUnits]
  if (!all.some((known) => known === first)) {
    const help = didYouMean(first, all) ?? `known are ${listOf(all, 'and')}`
    report.error('E3005', span, `unknown unit of time ${unit}`, { label: 'wrong unit', help })
    return null
  }
  if (to === null) return [first]
  for (const chain of [monthUnits, timeUnits]) {
    const from = chain.findIndex((known) => known === first)
    const until = chain.findIndex((known) => known === singular(to))
    if (from >= 0 && until > from) return chain.slice(from, until + 1)
  }
  const help = 'write YEAR TO MONTH, or from DAY, HOUR, MINUTE to a smaller one of HOUR, MINUTE, SECOND'
  report.error('E3005', span, `${unit} TO ${to} is no interval`, { label: 'wrong units', help })
  return null
}

/** In months or microseconds, one a unit; null where the text is not of the units' shape. */
function amountsOf(text: string, units: readonly string[]): readonly bigint[] | null {
  const shape = units.map((unit, i) => {
    const number = unit === 'SECOND' ? '(\\d{1,12}(?:\\.\\d{1,6})?)' : '(\\d{1,12})'
    return i === 0 ? number : `[${separatorBefore[unit]}]${number}`
  })
  const match = new RegExp(`^\\s*([+-]?)\\s*${shape.join('')}\\s*$`).exec(text)
  if (match === null) return null
  const sign = match[1] === '-' ? -1n : 1n
  const amounts: bigint[] = []
  for (const [i, unit] of units.entries()) {
    const [whole, fraction = ''] = match[i + 2].split('.')
    if (i > 0 && BigInt(whole) >= limitBehind[unit]) return null
    const size = monthsOf.get(unit) ?? microsOf.get(unit)!
    amounts.push(sign * (BigInt(whole) * size + BigInt(fraction.padEnd(6, '0'))))
  }
  return amounts
}

function exampleOf(units: readonly string[]): string {
  const text = units.map((unit, i) => (i === 0 ? '1' : `${separatorBefore[unit]}02`)).join('')
  return `INTERVAL '${text}' ${units.length === 1 ? units[0] : `${units[0]} TO ${units.at(-1)}`}`
}
