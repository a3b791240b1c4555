/** What was measured, as figures of one scenario and as text. */
import type { Aim, Scenario } from './scenarios.ts'
import type { Measured } from './measure.ts'
import { median } from './measure.ts'

/** Medians of one entry. */
export interface Figures {
  readonly name: string
  readonly records: number
  /** Of the whole process; `startCpuSeconds` is what it needs for an empty input, `netCpuSeconds` the difference. */
  readonly cpuSeconds: number
  readonly startCpuSeconds: number
  readonly netCpuSeconds: number
  readonly wallSeconds: number
  readonly startWallSeconds: number
  readonly peakRssMb: number
  /** The least and the most of all rounds. */
  readonly cpuSecondsRange: readonly [number, number]
  readonly outputBytes: number
}

export interface Ratio extends Aim {
  readonly ratio: number
  readonly reached: boolean
}

export interface ScenarioReport {
  readonly scenario: string
  readonly title: string
  readonly entries: readonly Figures[]
  readonly ratios: readonly Ratio[]
}

export interface Rounds {
  readonly name: string
  readonly records: number
  readonly full: readonly Measured[]
  readonly empty: readonly Measured[]
  readonly outputBytes: number
}

export function figuresOf({ name, records, full, empty, outputBytes }: Rounds): Figures {
  const cpu = full.map(({ cpuSeconds }) => cpuSeconds)
  const cpuSeconds = median(cpu)
  const startCpuSeconds = median(empty.map((one) => one.cpuSeconds))
  return {
    name,
    records,
    cpuSeconds,
    startCpuSeconds,
    netCpuSeconds: cpuSeconds - startCpuSeconds,
    wallSeconds: median(full.map(({ wallSeconds }) => wallSeconds)),
    startWallSeconds: median(empty.map(({ wallSeconds }) => wallSeconds)),
    peakRssMb: median(full.map(({ peakRssMb }) => peakRssMb)),
    cpuSecondsRange: [Math.min(...cpu), Math.max(...cpu)],
    outputBytes,
  }
}

export function reportOf(scenario: Scenario, entries: readonly Figures[]): ScenarioReport {
  const ratios = scenario.aims.flatMap((aim) => {
    const above = entries.find(({ name }) => name === aim.costOf)
    const below = entries.find(({ name }) => name === aim.over)
    if (above === undefined || below === undefined) return []
    const cost = aim.by === 'wall' ? netWallSeconds : microsPerRecord
    const ratio = cost(above) / cost(below)
    return [{ ...aim, ratio, reached: ratio >= (aim.atLeast ?? 0) && ratio <= (aim.atMost ?? Infinity) }]
  })
  return { scenario: scenario.name, title: scenario.title, entries, ratios }
}

function microsPerRecord({ netCpuSeconds, records }: Figures): number {
  return (netCpuSeconds * 1e6) / records
}

/** The records are the same. */
function netWallSeconds({ wallSeconds, startWallSeconds }: Figures): number {
  return wallSeconds - startWallSeconds
}

export const columnNames = ['', 'CPU s', 'start', 'net', 'µs/record', 'wall s', 'RSS MB', 'out MB']

export function cellsOf(one: Figures): readonly string[] {
  return [
    one.name,
    ...[one.cpuSeconds, one.startCpuSeconds, one.netCpuSeconds].map((seconds) => seconds.toFixed(2)),
    microsPerRecord(one).toFixed(2),
    one.wallSeconds.toFixed(2),
    one.peakRssMb.toFixed(0),
    (one.outputBytes / 1e6).toFixed(1),
  ]
}

export function textOf({ scenario, title, entries, ratios }: ScenarioReport): string {
  const all = [columnNames, ...entries.map(cellsOf)]
  const widths = columnNames.map((_, i) => Math.max(...all.map((row) => row[i].length)))
  const lines = all.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
  )
  return [`${scenario}: ${title}`, ...lines, ...ratios.map(ratioText), ''].join('\n')
}

export function ratioText({ costOf, over, by, ratio, reached, atLeast, atMost }: Ratio): string {
  const aim = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`
  const what = by === 'wall' ? ' in time' : ''
  return `${costOf} / ${over}${what}: ${ratio.toFixed(2)} (aim: ${aim}${reached ? '' : ', not reached'})`
}
