/** A job's status for people and for programs. */
import type { Position } from '../engine/batch.ts'
import { errorFolder, errorSinkName } from '../runtime/default-error-sink.ts'
import { recordsIn } from '../runtime/ledger.ts'
import type { Ledger } from '../runtime/ledger.ts'
import { ledgerToJson } from '../runtime/ledger-json.ts'
import { alignedTable, ledgerText } from '../runtime/ledger-text.ts'
import { grouped } from '../runtime/progress.ts'
import type { LastOwner } from '../runtime/state/lock.ts'
import type { EpochStatus, JobStatus, ShardStatus } from '../runtime/status.ts'
import { counted } from './compile-project.ts'
import { printable } from './printable.ts'

/** What `status --output json` prints. */
export function statusJson({ job, stateFolder, owner, epoch, shards, totals }: JobStatus): object {
  return {
    job: { name: job.name, uuid: job.uuid },
    stateDir: stateFolder,
    process: owner === null ? null : { pid: owner.owner.pid, host: owner.owner.host, state: owner.state },
    epoch:
      epoch === null
        ? null
        : {
            number: epoch.number,
            committedAt: epoch.committedAt.toISOString(),
            published: epoch.isPublished,
            plan: epoch.plan,
            ledger: ledgerToJson(epoch.counts),
          },
    shards: shards.map(({ shard, number, committedAt, isPublished }) => ({
      shard,
      epoch: number,
      committedAt: committedAt.toISOString(),
      published: isPublished,
    })),
    positions: epoch?.positions ?? {},
    ledger: ledgerToJson(totals),
    errorCodes: Object.fromEntries([...errorCodes(totals)].map(([code, { records }]) => [code, records])),
  }
}

export function statusText(status: JobStatus, nowMs: number = Date.now()): string {
  const { job, stateFolder, owner, epoch, shards, totals } = status
  const head = alignedTable(
    null,
    ['left', 'left'],
    [
      ['job', `${job.name} (${job.uuid})`],
      ['state', stateFolder],
      ['process', ownerText(owner)],
      ['epoch', epoch === null ? 'none committed yet' : epochText(epoch, nowMs)],
    ],
  )
  if (epoch === null) return head
  return [
    head,
    shardsText(shards, nowMs),
    positionsText(epoch.positions),
    `The ledger since the first start of this job\n\n${ledgerText(withoutIdleErrorSinks(totals))}`,
    errorsText(totals, stateFolder),
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function ownerText(owner: LastOwner | null): string {
  if (owner === null) return 'none so far'
  const { pid, host } = owner.owner
  switch (owner.state) {
    case 'running':
      return `${pid}, running`
    case 'gone':
      return `none; the last one (${pid}) was killed, the next run recovers`
    case 'released':
      return `none; the last one (${pid}) ended by itself`
    case 'elsewhere':
      return `${pid} on ${host} has the lock; whether it runs cannot be seen from here`
  }
}

/** Where there is but one the head says it all. */
function shardsText(shards: readonly ShardStatus[], nowMs: number): string {
  if (shards.length < 2) return ''
  const rows = shards.map((shard) => [String(shard.shard), epochText(shard, nowMs)])
  return alignedTable(['shard', 'last epoch'], ['right', 'left'], rows)
}

function epochText({ number, committedAt, isPublished, counts }: EpochStatus, nowMs: number): string {
  const age = agoText(nowMs - committedAt.getTime())
  const unfinished = isPublished ? '' : '; not all of its files have their final names yet'
  const records = counted(recordsIn(counts), 'record')
  return `${grouped(number)}, committed ${committedAt.toISOString()} (${age} ago), ${records}${unfinished}`
}

/** `41 s`, `12 min`, `5 h`, `3 days`: how old, roughly. */
function agoText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}

/** Folders may hold thousands of files: the last ones are those being read. */
const shownPositionsMax = 20

function positionsText(positions: EpochStatus['positions']): string {
  const rows = Object.entries(positions)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([source, all]) => {
      const shown = all.slice(-shownPositionsMax).map((position) => [source, ...positionCells(position)])
      const hidden = all.length - shown.length
      return hidden === 0
        ? shown
        : [...shown, [source, `… and ${grouped(hidden)} more (--output json has all)`, '', '']]
    })
  return alignedTable(['source', 'read from', 'partition', 'up to'], ['left', 'left', 'right', 'left'], rows)
}

/** A file has lines and bytes, a topic partitions and offsets. */
function positionCells({ topic, partition, offset, line }: Position): readonly string[] {
  const name = printable(topic)
  if (line === undefined) return [name, String(partition), `offset ${grouped(offset)}`]
  return [name, '', `byte ${grouped(offset)}, line ${grouped(line - 1)}`]
}

/** Sinks that nobody declared are told of when something is in them. */
function withoutIdleErrorSinks(ledger: Ledger): Ledger {
  const implied = new Set([...ledger.sources.keys()].map(errorSinkName))
  return { ...ledger, sinks: new Map([...ledger.sinks].filter(([name, { rows }]) => rows > 0 || !implied.has(name))) }
}

interface CodeCount {
  records: number
  readonly tables: string[]
}

/** The most frequent first. */
function errorCodes({ tables }: Ledger): ReadonlyMap<string, CodeCount> {
  const codes = new Map<string, CodeCount>()
  for (const [table, { errored }] of tables) {
    for (const [code, records] of errored) {
      const known = codes.get(code) ?? { records: 0, tables: [] }
      codes.set(code, known)
      known.records += records
      known.tables.push(table)
    }
  }
  return new Map([...codes].toSorted(([, a], [, b]) => b.records - a.records))
}

function errorsText(totals: Ledger, stateFolder: string): string {
  const rows = [...errorCodes(totals)].map(([code, { records, tables }]) => [code, grouped(records), tables.join(', ')])
  if (rows.length === 0) return ''
  const table = alignedTable(['error', 'records', 'of tables'], ['left', 'right', 'left'], rows)
  const folders = [...totals.sources.keys()].filter(
    (source) => (totals.sinks.get(errorSinkName(source))?.rows ?? 0) > 0,
  )
  const places = folders.map((source) => `  ${errorFolder(stateFolder, source)}: failed records of ${source}\n`)
  return [table, ...places].join('')
}
