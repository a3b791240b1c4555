/** How many threads a job gets: what was asked for, or what pays. */
import { availableParallelism } from 'node:os'
import type { Plan } from '../../plan/plan.ts'
import type { JobOptions } from '../job/options.ts'
import { loadersOf } from '../connect/loaders.ts'
import { sum } from '../ledger/ledger.ts'
import type { OpenSources } from '../sources/open-sources.ts'

/**
 * Input that ends, and is smaller than this, is read by one thread: each further one takes half a second of a core to start, and
 * compiles its own code; before about so much has been read, two on two cores are not through sooner than one.
 */
const smallBytes = 512 * 1024 ** 2
const smallRecords = 1_500_000

/** Before it is known how many shards there are. Says so where fewer than were asked for are of use. */
export function workersWanted(plan: Plan, options: JobOptions, opened: OpenSources): number {
  const { workers, onWarning } = options
  const reason = reasonForOne(plan, options, opened)
  if (reason === null) return workers ?? (isSmall(options, opened) ? 1 : availableParallelism())
  if (workers !== null && workers > 1) onWarning(`one thread does it all, and not ${workers}: ${reason}`)
  return 1
}

/** No more than there are shards. */
export function workersFor(wanted: number, shards: number, { workers, onWarning }: JobOptions): number {
  if (workers !== null && workers > shards && wanted > shards) {
    const does = shards === 1 ? 'one thread does' : `${shards} threads do`
    onWarning(`${does} it all, and not ${workers}: the job has so many shards (SET 'job.shards')`)
  }
  return Math.min(wanted, shards)
}

/** null: there may be several. */
function reasonForOne(plan: Plan, { localFolder, files }: JobOptions, opened: OpenSources): string | null {
  if (files !== undefined) return 'its commit protocol is being tested'
  if (localFolder !== null) return 'files stand in for topics'
  if (opened.topics.size > 0 && opened.connectors.size > 0) return 'it reads both Kafka and files'
  if (plan.sources.flatMap(loadersOf).some(({ connector }) => connector === 'print')) return 'rows are printed in order'
  return null
}

function isSmall({ untilEnd }: JobOptions, { topics, connectors }: OpenSources): boolean {
  const ends = [...topics.values()].flatMap((partitions) => [...partitions.values()])
  const bytes = sum([...connectors.values()].map((connector) => connector.remaining()?.bytes ?? 0))
  const mayGrow = !untilEnd && topics.size > 0
  return !mayGrow && bytes < smallBytes && sum(ends.map(({ low, high }) => high - low)) < smallRecords
}
