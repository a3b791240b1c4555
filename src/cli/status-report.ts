/** A job's status for people and for programs. */
import type { SourcePosition } from '../connectors/ports.ts'
import { errorFolder, errorSinkName } from '../runtime/errors/default-error-sink.ts'
import { recordsIn, sum } from '../runtime/ledger/ledger.ts'
import type { Ledger } from '../runtime/ledger/ledger.ts'
import { ledgerToJson } from '../runtime/ledger/json.ts'
import { alignedTable, ledgerText } from '../runtime/ledger/text.ts'
import { grouped } from '../runtime/job/progress.ts'
import type { LastOwner } from '../runtime/state/lock.ts'
import type { IncompletePartitions, PartitionLag } from '../runtime/status/project.ts'
import type { EpochStatus, JobStatus, ShardStatus } from '../runtime/status/status.ts'
import { counted } from './compile-project.ts'
import { printable } from './printable.ts'

/** null: it was not asked for. */
export interface ProjectStatus {
  readonly lag: readonly PartitionLag[] | null
  readonly partitions: readonly IncompletePartitions[] | null
}

/** What `status --output json` prints. */
export function statusJson(status: JobStatus, { lag, partitions }: ProjectStatus): object {
  const { job, stateFolder, owner, processes, epoch, shards, totals, watermarks } = status
  return {
    job: { name: job.name, uuid: job.uuid },
    stateDir: stateFolder,
    process: owner === null ? null : ownerJson(owner),
    processes: processes.map(ownerJson),
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
    ...(lag === null ? {} : { lag }),
    ...(partitions === null ? {} : { incompletePartitions: partitions }),
    watermarks: Object.fromEntries([...watermarks].map(([table, micros]) => [table, instantOf(micros)])),
    ledger: ledgerToJson(totals),
    errorCodes: Object.fromEntries([...errorCodes(totals)].map(([code, { records }]) => [code, records])),
    errorsUnwritten: errorsUnwritten(totals),
  }
}

function ownerJson({ owner: { pid, host }, state }: LastOwner): object {
  return { pid, host, state }
}

export function statusText(status: JobStatus, project: ProjectStatus, nowMs: number = Date.now()): string {
  const { job, stateFolder, epoch, shards, totals } = status
  const head = alignedTable(
    null,
    ['left', 'left'],
    [
      ['job', `${job.name} (${job.uuid})`],
      ['state', stateFolder],
      ...ownersText(status).map((text, index) => [index === 0 ? 'process' : '', text]),
      ['epoch', epoch === null ? 'none committed yet' : epochText(epoch, nowMs)],
    ],
  )
  if (epoch === null) return head
  return [
    head,
    shardsText(shards, nowMs),
    positionsText(epoch.positions),
    lagText(project.lag),
    partitionsText(project.partitions),
    eventTimeText(status, nowMs),
    `The ledger since the first start of this job\n\n${ledgerText(withoutIdleErrorSinks(totals))}`,
    errorsText(totals, stateFolder),
  ]
    .filter((part) => part !== '')
    .join('\n')
}

/** One line for each process. */
function ownersText({ owner, processes, epoch }: JobStatus): readonly string[] {
  const present = processes.filter(({ state }) => state !== 'gone')
  if (present.length > 0) return present.map(ownerText)
  if (processes.length > 0) return processes.map(ownerText)
  if (owner !== null) return [ownerText(owner)]
  // Those that share a state leave nothing behind when they end by themselves.
  return [epoch === null ? 'none so far' : 'none']
}

function ownerText(owner: LastOwner): string {
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

/** A file has lines and bytes (and lanes, where several shards read it), a topic partitions and offsets. */
function positionCells({ topic, partition, offset, line, last, identity, lane }: SourcePosition): readonly string[] {
  const name = printable(topic)
  if (line === undefined && identity === undefined) {
    const written = last === undefined ? null : instantOf(last.timestamp * 1000)
    const time = written === null ? '' : `, written ${written}`
    return [name, String(partition), `offset ${grouped(offset)}${time}`]
  }
  const lines = line === undefined ? '' : `, line ${grouped(line - 1)}`
  return [name, lane === undefined ? '' : `lane ${lane}`, `byte ${grouped(offset)}${lines}`]
}

const shownLagsMax = 20

/** The furthest behind first. */
function lagText(lags: ProjectStatus['lag']): string {
  if (lags === null) return ''
  if (lags.length === 0) return '  no source is in Kafka: there is no lag\n'
  const sorted = lags.toSorted((a, b) => b.lag - a.lag)
  const rows = sorted
    .slice(0, shownLagsMax)
    .map(({ source, topic, partition, lag, end }) => [source, topic, String(partition), grouped(lag), grouped(end)])
  const hidden = sorted.slice(shownLagsMax)
  if (hidden.length > 0) {
    rows.push(['', `… and ${grouped(hidden.length)} more`, '', grouped(sum(hidden.map(({ lag }) => lag))), ''])
  }
  if (lags.length > 1) rows.push(['', 'all', '', grouped(sum(lags.map(({ lag }) => lag))), ''])
  return alignedTable(['source', 'topic', 'partition', 'lag', 'end'], ['left', 'left', 'right', 'right', 'right'], rows)
}

function partitionsText(partitions: ProjectStatus['partitions']): string {
  const rows = (partitions ?? []).map(({ sink, count, oldest }) => [
    sink,
    grouped(count),
    oldest === null ? '-' : printable(oldest),
  ])
  return alignedTable(['sink', 'incomplete partitions', 'oldest'], ['left', 'right', 'left'], rows)
}

const shownDaysMax = 7

/** How far event time is, and how many rows the latest days have. */
function eventTimeText({ watermarks, totals }: JobStatus, nowMs: number): string {
  const rows = [...watermarks].flatMap(([table, micros]) => {
    const days = [...(totals.tables.get(table)?.days ?? [])].toSorted(([a], [b]) => (a < b ? 1 : -1))
    const cells = days.slice(0, shownDaysMax).map(([day, count]) => [day, grouped(count)])
    if (days.length > shownDaysMax) cells.push([`… and ${days.length - shownDaysMax} before`, ''])
    const [first = ['-', '-'], ...more] = cells
    return [[table, watermarkText(micros, nowMs), ...first], ...more.map((cell) => ['', '', ...cell])]
  })
  return alignedTable(['table', 'watermark', 'event day', 'rows'], ['left', 'left', 'left', 'right'], rows)
}

function watermarkText(micros: number | null, nowMs: number): string {
  const at = instantOf(micros)
  if (micros === null || at === null) return 'none yet in one of the shards'
  const behindMs = nowMs - micros / 1000
  return behindMs < 0 ? at : `${at} (${agoText(behindMs)} ago)`
}

/** null also beyond what dates can say. */
function instantOf(micros: number | null): string | null {
  if (micros === null) return null
  const date = new Date(micros / 1000)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
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

/** Counted, and in no row of the error stream. */
function errorsUnwritten({ sources }: Ledger): number {
  return sum([...sources.values()].map((source) => source.errorsUnwritten))
}

function errorsText(totals: Ledger, stateFolder: string): string {
  const rows = [...errorCodes(totals)].map(([code, { records, tables }]) => [code, grouped(records), tables.join(', ')])
  if (rows.length === 0) return ''
  const table = alignedTable(['error', 'records', 'of tables'], ['left', 'right', 'left'], rows)
  const folders = [...totals.sources.keys()].filter(
    (source) => (totals.sinks.get(errorSinkName(source))?.rows ?? 0) > 0,
  )
  const places = folders.map((source) => `  ${errorFolder(stateFolder, source)}: failed records of ${source}\n`)
  const unwritten = errorsUnwritten(totals)
  const storm =
    unwritten === 0
      ? []
      : [`  ${counted(unwritten, 'error')} in no row of the error stream: there were too many at once\n`]
  return [table, ...places, ...storm].join('')
}
