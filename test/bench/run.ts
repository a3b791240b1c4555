/**
 * `npm run bench`: Sluice against the hand-written script on the same mixed log, side by side in one run, as a ratio (machines
 * are shared and noisy, so absolute figures say little). `-- --lines N --rounds N`. Whole processes, start-up included.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generateLog } from './generate.ts'

const { values } = parseArgs({
  options: { lines: { type: 'string', default: '300000' }, rounds: { type: 'string', default: '5' } },
})
const lines = Number(values.lines)
const rounds = Number(values.rounds)
const here = import.meta.dirname

interface Measured {
  readonly wallSeconds: number
  /** User and system time of the whole process. */
  readonly cpuSeconds: number
}

/** Prints the CPU time of the process as it ends, behind its own output. */
const reporter = `process.on('exit',()=>{const u=process.cpuUsage();console.error('cpu-micros '+(u.user+u.system))})`

function measure(nodeArguments: readonly string[], environment: NodeJS.ProcessEnv): Measured {
  const began = performance.now()
  const preload = `data:text/javascript,${encodeURIComponent(reporter)}`
  const result = spawnSync(process.execPath, ['--import', preload, ...nodeArguments], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    maxBuffer: 1 << 28,
  })
  const wallSeconds = (performance.now() - began) / 1000
  const cpu = /cpu-micros (\d+)/.exec(result.stderr)?.[1]
  if (result.status !== 0 || cpu === undefined) throw new Error(`failed (${result.status}): ${result.stderr}`)
  return { wallSeconds, cpuSeconds: Number(cpu) / 1e6 }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'))
try {
  const input = join(folder, 'game.log')
  const bytes = generateLog(input, lines, 20261120)
  console.log(`${lines} lines, ${(bytes / 1e6).toFixed(1)} MB, ${rounds} interleaved rounds, Node ${process.version}`)

  const contestants = {
    'hand-written': (out: string): Measured => measure([join(here, 'hand-written.ts'), input, out], {}),
    sluice: (out: string): Measured =>
      measure(
        [
          ...[join(here, '../../bin/sluice.js'), 'run', join(here, 'game.sql'), '--until', 'end', '--output', 'json'],
          ...['--local', folder, '--state-dir', join(out, 'state')],
        ],
        { BENCH_OUT: out },
      ),
  }
  const measured = new Map<string, Measured[]>(Object.keys(contestants).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const out = join(folder, 'out')
      mkdirSync(out)
      measured.get(name)?.push(run(out))
      rmSync(out, { recursive: true })
    }
  }

  const base = median(measured.get('hand-written')?.map((one) => one.cpuSeconds) ?? [])
  for (const [name, all] of measured) {
    const cpu = median(all.map((one) => one.cpuSeconds))
    const wall = median(all.map((one) => one.wallSeconds))
    console.log(
      `${name.padEnd(14)} ${cpu.toFixed(2)} CPU s  ${wall.toFixed(2)} s  ` +
        `${Math.round(lines / wall).toLocaleString('en')} records/s  ${(base / cpu).toFixed(2)} x the hand-written script's records per CPU second`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
