/** How long starts take, and memory, for 1, 100 and 1,000 tables: `sluice --version`, `lint`, and a whole `run` over few records. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventTypes } from './inputs.ts'
import { manyTables } from './many-tables.ts'
import { measure, median } from './measure.ts'
import type { Measured } from './measure.ts'
import { generateLog } from './mixed-log/generate.ts'

const here = import.meta.dirname
const tableCounts = [1, 100, 1000]
/** One for each table, more or less. */
const fewRecords = 1000

export interface StartFigures {
  readonly what: string
  readonly cpuSeconds: number
  readonly wallSeconds: number
  readonly peakRssMb: number
}

export async function measureStarts(folder: string, rounds: number): Promise<readonly StartFigures[]> {
  const local = join(folder, 'local')
  mkdirSync(local)
  generateLog(join(local, 'events.log'), { records: fewRecords, types: eventTypes })
  const figures = [await medians('sluice --version', ['--version'], local, rounds)]
  for (const count of tableCounts) {
    const specs = ['project', 'from-topic'].map((name) => join(here, 'specs', `${name}.sql`))
    const tables = join(folder, `tables-${count}.sql`)
    writeFileSync(tables, manyTables(count))
    const label = `${count.toLocaleString('en')} ${count === 1 ? 'table' : 'tables'}`
    figures.push(await medians(`lint, ${label}`, ['lint', ...specs, tables], local, rounds))
    const run = ['run', ...specs, tables, '--local', local, '--until', 'end', '--output', 'json']
    figures.push(await medians(`run of ${fewRecords} records, ${label}`, run, local, rounds))
  }
  return figures
}

async function medians(what: string, words: readonly string[], local: string, rounds: number): Promise<StartFigures> {
  const measured: Measured[] = []
  for (let round = 0; round < rounds; round++) {
    const env = { BENCH_IN: 'events', BENCH_RUN: 'bench', BENCH_BROKERS: 'unused:9092' }
    measured.push(await measure({ words: [process.execPath, join(here, '../../bin/sluice.js'), ...words], env }))
    rmSync(join(local, 'out'), { recursive: true, force: true })
  }
  return {
    what,
    cpuSeconds: median(measured.map(({ cpuSeconds }) => cpuSeconds)),
    wallSeconds: median(measured.map(({ wallSeconds }) => wallSeconds)),
    peakRssMb: median(measured.map(({ peakRssMb }) => peakRssMb)),
  }
}
