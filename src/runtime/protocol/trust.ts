/**
 * Whether the world still is what the last decided epoch left: the offsets, the log, the sinks. Where it is not, going on would
 * lose records or write them twice, unseen; so each doubt is a StateError with the reason and a way out.
 */
import type { DurableFiles } from '../state/durable-files.ts'
import { mergePositions } from '../sources/positions.ts'
import { StateError } from '../state/state-folder.ts'
import { isPart, refuseExistingFiles, refuseFilesAbove } from './first-start.ts'
import { restoreOrNew } from './manifest.ts'
import type { Decided, Manifest, SourcePosition, SourcePositions } from './manifest.ts'
import type { Checkpointed, Decider, SinkFolder, SourceLog, SourcePartition, Standing } from './ports.ts'

export interface Surroundings {
  readonly files: DurableFiles
  readonly kind: Decider['kind']
  readonly sinks: readonly SinkFolder[]
  /** Stands in file names and staging folders. */
  readonly shardName: string
  /** null: no source is in Kafka. */
  readonly log: SourceLog | null
  /** The operator says that the sinks may hold files of others. */
  readonly intoExisting: boolean
}

/** Where to read on. Raises StateError where the state cannot be trusted; changes nothing. */
export async function trustedPositions(around: Surroundings, standing: Standing): Promise<SourcePositions> {
  const { files, sinks, shardName, log, intoExisting } = around
  switch (standing.kind) {
    case 'new':
      if (!intoExisting) await refuseExistingFiles(files, sinks, shardName)
      return log === null ? {} : startPositions(log)
    case 'decided': {
      const { head, checkpoints } = standing
      await checkSinks(around, head)
      if (around.kind === 'link') await refuseFilesAbove(files, sinks, shardName, head.manifest.epoch)
      return log === null ? head.manifest.positions : positionsFrom(log, [head], checkpoints)
    }
    case 'forgotten':
      if (log !== null) await refuseOtherTopics(log, standing.head)
      if (standing.isAnythingStaged) throw forgottenInDoubt(standing.head)
      await checkSinks(around, standing.head)
      return log === null ? standing.head.manifest.positions : positionsFrom(log, [standing.head], null)
    case 'inherited':
      for (const head of standing.heads) await checkSinks(around, head)
      if (around.kind === 'link') await refuseFilesAbove(files, sinks, shardName, 0)
      if (log === null) return mergePositions(standing.heads.map(({ manifest }) => manifest.positions))
      return positionsFrom(log, standing.heads, standing.checkpoints)
  }
}

async function startPositions(log: SourceLog): Promise<SourcePositions> {
  const found: [SourcePartition, SourcePosition][] = []
  for (const partition of await log.partitions()) {
    const position = { ...topicPartition(partition), offset: await log.startOffset(partition) }
    found.push([partition, identified(position, await log.topicId(partition.topic))])
  }
  return bySource(found)
}

/**
 * Of the shard's partitions as they are now. One that no manifest knows is new: from 0 on or, where the whole source is new, from
 * where its options say. Sources of one topic stand at one place, for the topic is read once: a new one begins where the others
 * are. `checkpoints`: what Kafka says of the others, null where it has forgotten all of them.
 */
async function positionsFrom(
  log: SourceLog,
  heads: readonly Decided[],
  checkpoints: readonly Checkpointed[] | null,
): Promise<SourcePositions> {
  await checkCluster(log, heads)
  const found: [SourcePartition, SourcePosition][] = []
  const partitions = await log.partitions()
  const readers = Map.groupBy(partitions, ({ topic }) => topic)
  for (const partition of partitions) {
    const sources = new Set(readers.get(partition.topic)?.map(({ source }) => source))
    const known = knownTogether(heads, partition, sources)
    const topicId = await log.topicId(partition.topic)
    if (known === null) {
      const position = {
        ...topicPartition(partition),
        offset: isAnyKnown(heads, sources) ? 0 : await log.startOffset(partition),
      }
      await checkBounds(log, partition, position)
      found.push([partition, identified(position, topicId)])
      continue
    }
    refuseOtherTopic(known.position, topicId)
    if (checkpoints !== null) checkCheckpoint(checkpoints, partition, known.position, known.head)
    await checkBounds(log, partition, known.position)
    await checkLastRecord(log, partition, known.position)
    found.push([partition, identified(known.position, topicId)])
  }
  return { ...elsewhere(heads), ...bySource(found) }
}

interface Known {
  readonly head: Decided
  readonly position: SourcePosition
}

function isAnyKnown(heads: readonly Decided[], sources: ReadonlySet<string>): boolean {
  return heads.some(({ manifest }) => [...sources].some((source) => Object.hasOwn(manifest.positions, source)))
}

/** A source that the plan did not have for a while may stand elsewhere than those that went on. */
function knownTogether(
  heads: readonly Decided[],
  partition: SourcePartition,
  sources: ReadonlySet<string>,
): Known | null {
  const all = [...sources].flatMap((source) => {
    const known = knownIn(heads, { ...partition, source })
    return known === null ? [] : [{ source, known }]
  })
  if (all.length === 0) return null
  const [first] = all
  const apart = all.find(({ known }) => known.position.offset !== first.known.position.offset)
  if (apart === undefined) return first.known
  throw new StateError(
    `source \`${first.source}\` has read ${placeOf(partition)} up to offset ${first.known.position.offset}, and source \`${apart.source}\` up to ${apart.known.position.offset}`,
    'sources of one topic are read together: give the one that was left behind a job of its own, or another name, with which it begins where the others are',
  )
}

function knownIn(heads: readonly Decided[], { source, topic, partition }: SourcePartition): Known | null {
  for (const head of heads) {
    const { positions } = head.manifest
    const known = Object.hasOwn(positions, source) ? positions[source] : []
    const position = known.find((one) => one.topic === topic && one.partition === partition)
    if (position !== undefined) return { head, position }
  }
  return null
}

/** Positions of files, and of sources that the plan does not have at present. */
function elsewhere(heads: readonly Decided[]): SourcePositions {
  return heads.length === 1 ? heads[0].manifest.positions : {}
}

/** Names are user text: `Object.fromEntries` makes own properties even of `__proto__`. */
function bySource(found: readonly (readonly [SourcePartition, SourcePosition])[]): SourcePositions {
  const sources = Map.groupBy(found, ([{ source }]) => source)
  return Object.fromEntries([...sources].map(([source, entries]) => [source, entries.map(([, position]) => position)]))
}

function topicPartition({ topic, partition }: SourcePartition): Pick<SourcePosition, 'topic' | 'partition'> {
  return { topic, partition }
}

/** What is told apart from here on; a state of an earlier version, or of brokers without ids, has none. */
function identified(position: SourcePosition, topicId: string | null): SourcePosition {
  return topicId === null ? position : { ...position, topicId }
}

/** Another cluster has no offsets of the job, and they are gone with a topic: that is said, rather than what follows from it. */
async function refuseOtherTopics(log: SourceLog, head: Decided): Promise<void> {
  await checkCluster(log, [head])
  for (const partition of await log.partitions()) {
    const known = knownIn([head], partition)
    if (known !== null) refuseOtherTopic(known.position, await log.topicId(partition.topic))
  }
}

/** Offsets tell no difference once a topic of the same name has grown past them. `now`: null where brokers have no ids. */
export function refuseOtherTopic(position: SourcePosition, now: string | null): void {
  const { topicId: before } = position
  if (before === undefined || now === null || before === now) return
  throw new StateError(
    `${placeOf(position)} is of another topic than the job has read (Kafka's id of that was ${before}, of this it is ${now}): the topic was made anew`,
    startAnew,
  )
}

function checkCheckpoint(
  checkpoints: readonly Checkpointed[],
  partition: SourcePartition,
  position: SourcePosition,
  head: Decided,
): void {
  const found = checkpoints.find((one) => one.topic === partition.topic && one.partition === partition.partition)
  const { epoch } = head.manifest
  if (found === undefined) {
    throw new StateError(
      `Kafka holds no checkpoint of ${placeOf(partition)}, which the last epoch (${epoch}) had read up to offset ${position.offset}: ` +
        'the topic was made anew, or its offset has expired',
      startAnew,
    )
  }
  if (found.hash !== head.hash || found.offset !== position.offset) {
    throw new StateError(
      `Kafka's checkpoint of ${placeOf(partition)} (offset ${found.offset}) is not that of epoch ${epoch} (offset ${position.offset}), as the job's others are`,
      startAnew,
    )
  }
}

async function checkCluster(log: SourceLog, heads: readonly Decided[]): Promise<void> {
  const cluster = await log.clusterId()
  const other = heads.find(({ manifest }) => manifest.cluster !== null && manifest.cluster !== cluster)
  if (other === undefined) return
  throw new StateError(
    `the job has read from the Kafka cluster ${other.manifest.cluster}, this is ${cluster}`,
    'offsets of one cluster mean nothing in another: use that cluster, or another --state-dir and job.name',
  )
}

async function checkBounds(log: SourceLog, partition: SourcePartition, { offset }: SourcePosition): Promise<void> {
  const { start, end } = await log.bounds(partition)
  if (offset < start) {
    throw new StateError(
      `${placeOf(partition)} begins with offset ${start} by now: the records from ${offset} to ${start - 1} were deleted before they were read`,
      startAnew,
    )
  }
  if (offset > end) {
    throw new StateError(
      `${placeOf(partition)} ends with offset ${end}, and the job has read up to ${offset}: the topic was made anew`,
      startAnew,
    )
  }
}

/** Where ids do not tell: a topic made anew, or restored, or cut short by an unclean election may have grown past the offset. */
async function checkLastRecord(log: SourceLog, partition: SourcePartition, { last }: SourcePosition): Promise<void> {
  if (last === undefined) return
  const found = await log.recordAt(partition, last.offset)
  if (found === null || (found.timestamp === last.timestamp && found.crc === last.crc)) return
  throw new StateError(
    `${placeOf(partition)} holds another record at offset ${last.offset} than the job has read there: the topic was made anew`,
    startAnew,
  )
}

/** A folder on another device that holds none of the job's files: most likely the disk is not mounted. */
async function checkSinks({ files, sinks, intoExisting }: Surroundings, { manifest }: Decided): Promise<void> {
  if (intoExisting) return
  for (const { name, path } of sinks) {
    const before = Object.hasOwn(manifest.devices, name) ? manifest.devices[name] : null
    if (before === null || !hasWritten(manifest, name)) continue
    const now = await files.identify(path)
    // Numbers of devices change when machines start again; what lies on them does not.
    if (now?.device === before || (await files.find(path, isPart)) !== null) continue
    throw new StateError(
      `sink \`${name}\` is on another device than before, and \`${path}\` holds none of its files`,
      'mount the disk it was on; if its files were moved away on purpose, run with --into-existing once',
    )
  }
}

function hasWritten({ totals }: Manifest, sink: string): boolean {
  return Object.hasOwn(totals.sinks, sink) && totals.sinks[sink].files > 0
}

function forgottenInDoubt({ manifest }: Decided): StateError {
  return new StateError(
    `Kafka has forgotten the job's offsets, and an epoch after the last published one (${manifest.epoch}) is staged: whether it was committed cannot be known any more`,
    startAnew,
  )
}

function placeOf({ topic, partition }: Pick<SourcePosition, 'topic' | 'partition'>): string {
  return `\`${topic}\`, partition ${partition}`
}

const startAnew = `${restoreOrNew}, under another SET 'job.name'`
