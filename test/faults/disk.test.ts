/**
 * A disk that is full, read-only, or gives no more files, in the middle of a job: it stops with the reason (exit code 2), bounded in
 * time, leaves nothing half done, and once the cause is gone the next run ends with every record once.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, globSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { duckdb } from '../support/read-back.ts'
import { inTemporaryFolder, runToEnd, sluice } from '../support/sluice.ts'
import { told, watched } from '../support/watched.ts'
import type { WatchOptions } from '../support/watched.ts'

const records = 60_000
const partitions = 150
/** Long for a machine that is busy; what hangs is killed, and fails. */
const waitMsMax = 180_000

class Copy {
  readonly folder: string
  readonly out: string
  readonly state: string

  constructor(folder: string) {
    this.folder = folder
    this.out = join(folder, 'disk', 'out')
    this.state = join(folder, 'state')
    mkdirSync(join(folder, 'disk'))
    mkdirSync(this.state)
    const lines = Array.from(
      { length: records },
      (_, n) => `{"n":${n},"p":${n % partitions},"text":"some text ${n}"}\n`,
    )
    writeFileSync(join(folder, 'in.log'), lines.join(''))
    const sink = (format: string): string =>
      `CREATE SINK ${format} PARTITIONED BY (p) WITH ('connector' = 'hive', 'path' = '${this.out}/${format}', 'format' = '${format}')
       AS SELECT * FROM t;`
    writeFileSync(
      this.spec,
      `SET 'job.epoch-records' = '10000';
       CREATE SOURCE s WITH ('connector' = 'file', 'path' = '${folder}/in.log');
       CREATE STREAMING TABLE t (n INT NOT NULL, p INT NOT NULL, text STRING) FROM s PARSE JSON;
       ${sink('parquet')} ${sink('json')}`,
    )
  }

  get spec(): string {
    return join(this.folder, 'copy.sql')
  }

  get commandLine(): readonly string[] {
    return ['run', this.spec, '--until', 'end', '--state-dir', this.state]
  }

  /** Runs under these limits, and has to stop with this reason. */
  async stops(t: TestContext, reason: RegExp, options: WatchOptions = {}): Promise<void> {
    const ran = await watched(this.commandLine, { ...options, waitMsMax })
    t.diagnostic(`${ran.stderr.trim().split('\n').slice(-2).join(' ')} (${told(ran)})`)
    assert.equal(ran.code, 2, `exit code ${ran.code}: ${ran.stderr}`)
    assert.match(ran.stderr, reason)
    assert.doesNotMatch(ran.stderr, /internal error/)
    await this.isWhole()
  }

  /** What readers see at any time: whole files, no row twice. */
  private async isWhole(): Promise<void> {
    if (globSync(`${this.out}/parquet/*/*.parquet`).length === 0) return
    const [seen] = await duckdb(
      `SELECT count(*)::INT AS "rows", count(DISTINCT n)::INT AS numbers FROM read_parquet('${this.out}/parquet/*/*.parquet')`,
    )
    assert.equal(seen['rows'], seen['numbers'])
  }

  async ends(): Promise<void> {
    const { sources, tables, sinks } = await runToEnd([this.spec, '--state-dir', this.state])
    assert.equal(sources['s'].in, records)
    assert.equal(tables['t'].out, records)
    for (const [format, read] of [
      ['parquet', 'read_parquet'],
      ['json', 'read_json'],
    ]) {
      assert.equal(sinks[format].rows, records)
      const [seen] = await duckdb(
        `SELECT count(*)::INT AS "rows", count(DISTINCT n)::INT AS numbers FROM ${read}('${this.out}/${format}/*/part-*')`,
      )
      assert.deepEqual(seen, { rows: records, numbers: records }, format)
      assert.equal(existsSync(join(this.out, format, '_staging')), false, 'nothing is left in staging')
    }
  }
}

/** A small filesystem of its own in a folder; skips, with the reason, where none can be mounted. */
async function withDisk(t: TestContext, folder: string, size: string, use: () => Promise<void>): Promise<void> {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch (error) {
    return t.skip(`no tmpfs can be mounted: ${(error as Error).message.split('\n')[0]}`)
  }
  try {
    await use()
  } finally {
    execFileSync('umount', ['-l', folder])
  }
}

test('the disk of the sinks is full, and freed', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const copy = new Copy(folder)
    const disk = join(folder, 'disk')
    await withDisk(t, disk, '3m', async () => {
      await copy.stops(t, /cannot write `.*`: no space left on the device \(ENOSPC\)/)
      execFileSync('mount', ['-o', 'remount,size=200m', disk])
      await copy.ends()
    })
  })
})

test('the disk of the state is full, and freed', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const copy = new Copy(folder)
    await withDisk(t, copy.state, '200k', async () => {
      await copy.stops(t, /no space left|ENOSPC/)
      execFileSync('mount', ['-o', 'remount,size=20m', copy.state])
      await copy.ends()
    })
  })
})

test('the disk of the sinks has no more names for files, and gets some', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const copy = new Copy(folder)
    const disk = join(folder, 'disk')
    await withDisk(t, disk, '200m,nr_inodes=900', async () => {
      await copy.stops(t, /no space left|ENOSPC/)
      execFileSync('mount', ['-o', 'remount,nr_inodes=100000', disk])
      await copy.ends()
    })
  })
})

test('the disk becomes read-only, and is mended', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const copy = new Copy(folder)
    const disk = join(folder, 'disk')
    await withDisk(t, disk, '200m', async () => {
      const first = join(copy.out, 'parquet', 'p=0')
      const look = setInterval(() => {
        // With files open for writing a disk can be made read-only only where nothing is being written: it is tried again.
        if (existsSync(first)) tryRemount(disk, 'ro')
      }, 5)
      await copy.stops(t, /read-only|EROFS/).finally(() => clearInterval(look))
      execFileSync('mount', ['-o', 'remount,rw', disk])
      await copy.ends()
    })
  })
})

function tryRemount(disk: string, option: string): void {
  try {
    execFileSync('mount', ['-o', `remount,${option}`, disk], { stdio: 'ignore' })
  } catch {}
}

test('too few open files are allowed', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const copy = new Copy(folder)
    const ran = await watched(copy.commandLine, { limit: '-n 40', waitMsMax })
    t.diagnostic(`${ran.stderr.trim().split('\n').slice(-2).join(' ')} (${told(ran)})`)
    assert.equal(ran.code, 2, `exit code ${ran.code}: ${ran.stderr}`)
    assert.match(ran.stderr, /too many open files|EMFILE/)
    await copy.ends()
  })
})

test('64 open files are enough for 300 partitions of small files', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const copy = new Copy(folder)
    const ran = await watched(copy.commandLine, { limit: '-n 64', waitMsMax })
    t.diagnostic(told(ran))
    assert.equal(ran.code, 0, ran.stderr)
    await copy.ends()
  })
})

test('files may not be longer than a little', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const copy = new Copy(folder)
    await copy.stops(t, /EFBIG|too large/, { limit: '-f 1' })
    await copy.ends()
  })
})

test('a state folder that cannot be written', async (t) => {
  await inTemporaryFolder(async (folder) => {
    const copy = new Copy(folder)
    chmodSync(folder, 0o755)
    chmodSync(join(folder, 'disk'), 0o777)
    chmodSync(copy.state, 0o555)
    const { code, stderr } = await sluice(copy.commandLine, { asNobody: true })
    t.diagnostic(stderr.trim().split('\n').slice(-2).join(' '))
    assert.equal(code, 2)
    assert.match(stderr, /permission denied|EACCES/)
    assert.deepEqual(readdirSync(copy.state), [])
    assert.deepEqual(globSync(`${copy.out}/**/part-*`), [])
    rmSync(join(folder, 'disk'), { recursive: true })
    mkdirSync(join(folder, 'disk'))
    await copy.ends()
  })
})
