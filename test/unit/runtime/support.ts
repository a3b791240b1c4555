/** A small file -> files job in a folder of its own, run through the real connectors, with a commit protocol that can be stopped. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compile } from '../../../src/compile.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import type { Ledger } from '../../../src/runtime/ledger/ledger.ts'
import { openJob } from '../../../src/runtime/job/open-job.ts'
import type { JobListeners, JobOptions } from '../../../src/runtime/job/options.ts'
import { nodeFiles } from '../../../src/runtime/state/durable-files.ts'
import type { DurableFiles } from '../../../src/runtime/state/durable-files.ts'
import type { Manifest } from '../../../src/runtime/protocol/manifest.ts'

export class Workshop {
  /** In memory where that is possible: a thousand epochs with their fsyncs take seconds then, not minutes. */
  readonly folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sluice-runtime-'))

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts)
  }

  /** Rows `{"n": i, "k": i mod 2}` in files of ten lines, of which the last is broken: each file is a batch. */
  writeInput(files: number): void {
    mkdirSync(this.path('in'))
    for (let file = 0; file < files; file++) {
      const rows = Array.from({ length: 9 }, (_, i) => file * 10 + i).map((n) => `{"n":${n},"k":${n % 2}}\n`)
      writeFileSync(this.path('in', `${file}.log`), `${rows.join('')}broken\n`)
    }
  }

  /** `more`: statements besides the usual ones. */
  plan(epochRecords: number, more = ''): Plan {
    const text = `
      SET 'job.epoch-records' = '${epochRecords}';
      CREATE SOURCE s WITH ('connector' = 'file', 'path' = '${this.path('in')}');
      CREATE STREAMING TABLE t (n BIGINT NOT NULL, k INT NOT NULL) FROM s PARSE JSON;
      CREATE SINK rows PARTITIONED BY (k)
        WITH ('connector' = 'hive', 'path' = '${this.path('out')}', 'format' = 'json') AS SELECT * FROM t;
      ${more}`
    const { plan, diagnostics } = compile([{ path: 'test.sql', text }])
    if (plan === null) throw new Error(diagnostics.map(({ message }) => message).join('; '))
    return plan
  }

  options(changes: Partial<JobOptions> = {}): JobOptions {
    return {
      stateFolder: this.path('state'),
      untilEnd: true,
      localFolder: null,
      intoExisting: false,
      workers: 1,
      onWarning: () => {},
      onClosed: () => {},
      onLostError: (error) => {
        throw new Error(`lost: ${error.message}`)
      },
      ...changes,
    }
  }

  /** Runs to the end of the input; the job's totals. */
  async run(plan: Plan, files: DurableFiles = nodeFiles): Promise<Ledger> {
    const open = await openJob(plan, this.options({ files }))
    try {
      await open.run(new AbortController().signal, unheard)
      return (await open.look()).totals
    } finally {
      await open.close()
    }
  }

  /** The visible files below a folder, relative to it. */
  files(folder: string): string[] {
    return readdirSync(this.path(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes('_staging'))
      .toSorted()
  }

  /** The values of `n` in all visible files, in order. */
  rows(): number[] {
    const lines = this.files('out').flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'))
    return lines.map((line) => (JSON.parse(line) as { n: number }).n).toSorted((a, b) => a - b)
  }

  /** The chain, oldest first. */
  manifests(): Manifest[] {
    const folder = this.path('state', 'committed', '1', '0')
    mkdirSync(folder, { recursive: true })
    return readdirSync(folder)
      .toSorted((a, b) => Number(a) - Number(b))
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Manifest)
  }
}

const unheard: JobListeners = { onCommit: () => {}, onShard: () => {}, onRetry: () => {}, onUncommitted: () => {} }

export class Crash extends Error {}

/** Like `nodeFiles`, until the given call: that one and all later ones fail and do nothing. */
export class CrashingFiles {
  /** What was called, in order. */
  readonly calls: (keyof DurableFiles)[] = []
  readonly files: DurableFiles
  private readonly crashAt: number

  constructor(crashAt: number) {
    this.crashAt = crashAt
    const names = Object.keys(nodeFiles) as (keyof DurableFiles)[]
    this.files = Object.fromEntries(names.map((name) => [name, this.crashing(name)])) as unknown as DurableFiles
  }

  private crashing(name: keyof DurableFiles) {
    const call = nodeFiles[name] as (...values: unknown[]) => Promise<unknown>
    return async (...values: unknown[]): Promise<unknown> => {
      this.calls.push(name)
      if (this.calls.length >= this.crashAt) throw new Crash(name)
      return call(...values)
    }
  }
}
