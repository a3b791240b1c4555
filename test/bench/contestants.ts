/** Who is measured, as commands: Sluice by its specs, the hand-written script, DuckDB, and peers by a path that is given. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './measure.ts'

/** One run of one contestant. */
export interface Run {
  /** A file, or a topic. */
  readonly input: string
  /** An empty folder. */
  readonly out: string
  /** Different in each run: consumer groups are called so. */
  readonly name: string
  /** null: a scenario without Kafka. */
  readonly brokers: string | null
  /** Folder for a CPU profile; null: none. */
  readonly profiles: string | null
}

export type Contestant = (run: Run) => Command

const here = import.meta.dirname
const executable = join(here, '../../bin/sluice.js')

/**
 * Sluice over specs: names of files in `specs/`, without `.sql`, and text that is written to a file; `env` is what they name besides.
 * One thread, unless told otherwise: what the work costs is not mixed up with how it is shared.
 */
export function sluice(
  specs: readonly string[],
  env: Readonly<Record<string, string>> = {},
  text = '',
  workers = 1,
): Contestant {
  const paths = specs.map((name) => join(here, 'specs', `${name}.sql`))
  return (run) => ({
    words: [
      ...node(run, 'sluice'),
      ...[executable, 'run', ...paths, written(run, text), '--until', 'end', '--output', 'json'],
      ...['--state-dir', join(run.out, '.sluice'), '--workers', String(workers)],
    ],
    env: { ...environment(run), ...env },
  })
}

export function handWritten(tables: readonly string[], ...formats: ('parquet' | 'avro')[]): Contestant {
  return (run) => ({
    words: [
      ...node(run, 'script'),
      join(here, 'hand-written/run.ts'),
      tables.join(','),
      run.input,
      run.out,
      ...formats,
    ],
    env: environment(run),
  })
}

export function duckDb(...tables: string[]): Contestant {
  return (run) => ({
    words: [process.execPath, join(here, 'duckdb/run.ts'), tables.join(','), run.input, run.out],
    env: environment(run),
  })
}

/** Any other program: it is called with the scenario, the input and a folder for its output. */
export function peer(path: string, scenario: string): Contestant {
  return (run) => ({ words: [path, scenario, run.input, run.out], env: environment(run) })
}

function node({ profiles }: Run, name: string): string[] {
  const profile = profiles === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(profiles, name)}`]
  return [process.execPath, ...profile]
}

/** A file of the text, and of what differs in each run: a job's name stands for its progress, in Kafka too. */
function written({ out, name }: Run, text: string): string {
  const path = join(out, 'job.sql')
  writeFileSync(path, `SET 'time.zone' = 'Asia/Shanghai';\nSET 'job.name' = '${name}';\n${text}`)
  return path
}

function environment({ input, out, name, brokers }: Run): Record<string, string> {
  return {
    BENCH_IN: input,
    BENCH_OUT: out,
    BENCH_RUN: name,
    ...(brokers === null ? {} : { BENCH_BROKERS: brokers }),
  }
}
