/** The figures in `docs/performance.md`: what stands between two marks is written anew by `npm run bench -- --docs`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cellsOf, columnNames, ratioText } from './report.ts'
import type { ScenarioReport } from './report.ts'
import type { StartFigures } from './start.ts'

const page = join(import.meta.dirname, '../../docs/performance.md')
const [begin, end] = ['<!-- figures: written by `npm run bench -- --docs` -->', '<!-- end of figures -->']

export interface Conditions {
  readonly machine: string
  readonly records: number
  readonly rounds: number
}

export function writePage(
  conditions: Conditions,
  reports: readonly ScenarioReport[],
  starts: readonly StartFigures[],
): void {
  const text = readFileSync(page, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < 0) throw new Error(`${page} has no place for figures`)
  const { machine, records, rounds } = conditions
  const parts = [
    begin,
    `${machine}; ${records.toLocaleString('en')} records, medians of ${rounds} interleaved rounds.`,
    ...reports.map(scenarioText),
    '### Start and memory',
    table(['', 'CPU s', 'wall s', 'RSS MB'], starts.map(startCells)),
  ]
  writeFileSync(page, `${text.slice(0, from)}${parts.join('\n\n')}\n\n${text.slice(to)}`)
}

function scenarioText({ scenario, title, entries, ratios }: ScenarioReport): string {
  const lines = ratios.map((ratio) => `- ${ratioText(ratio)}`)
  return [
    `### ${scenario}: ${title}`,
    table(columnNames, entries.map(cellsOf)),
    ...(lines.length > 0 ? [lines.join('\n')] : []),
  ].join('\n\n')
}

function startCells({ what, cpuSeconds, wallSeconds, peakRssMb }: StartFigures): string[] {
  return [what, cpuSeconds.toFixed(2), wallSeconds.toFixed(2), peakRssMb.toFixed(0)]
}

/** As Prettier lays it out. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => row[i].length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
