/** What operators and accidents do to a state while no process runs. */
import type { Random } from '../support/random.ts'
import type { Manifest } from '../../src/runtime/protocol/manifest.ts'
import type { Damage } from './scenario.ts'
import type { World } from './world.ts'

/** false: there is nothing yet that could be damaged, or it would not show. */
export function damage(world: World, dice: Random): boolean {
  const { scenario, disk, observer, scheduler } = world
  const { number, shards } = layoutOf(world)
  // Half-made layouts are a story of their own.
  if (scenario.damage === null || disk.file(`/state/layouts/${number + 1}.begun`) !== null) return false
  const heads = new Map(
    observer.manifests.filter(({ layout }) => layout === number).map((manifest) => [manifest.shard, manifest]),
  )
  if (heads.size === 0) return false
  scheduler.note(`DAMAGE ${scenario.damage}`)
  const damaged = kinds[scenario.damage](world, { number, shards, heads }, dice)
  if (damaged === null) return false
  observer.mayRefuse = true
  observer.mustRefuse = new Set(damaged)
  return true
}

interface Found {
  readonly number: number
  readonly shards: number
  /** The last decided manifest of each shard. */
  readonly heads: ReadonlyMap<number, Manifest>
}

/** The shards that must be refused from now on; null: nothing could be damaged. */
type Kind = (world: World, found: Found, dice: Random) => readonly number[] | null

const kinds: Readonly<Record<Damage, Kind>> = {
  /** As brokers without ids show it. */
  'topic made anew': (world, found) => {
    const damaged = readShards(world, found)
    if (damaged.length === 0) return null
    world.generation++
    for (const partition of world.broker.logs.keys()) world.broker.logs[partition] = { start: 0, records: [] }
    world.broker.offsets.clear()
    return damaged
  },

  /** Neither its ends nor a record tell: its id does. */
  'topic made anew, with markers where its records were': (world, found) => {
    const damaged = readShards(world, found)
    if (damaged.length === 0) return null
    world.generation++
    for (const [partition, { records }] of world.broker.logs.entries()) {
      records.splice(0, Infinity, ...records.map(({ offset }) => world.recordAt(partition, offset)))
      world.broker.markersBelow = Math.max(world.broker.markersBelow, records.length)
    }
    world.broker.topicId = 'topic-2'
    world.broker.offsets.clear()
    return damaged
  },

  'topic restored with other records': (world, found) => {
    const damaged = readShards(world, found)
    if (damaged.length === 0) return null
    world.generation++
    for (const [partition, { records }] of world.broker.logs.entries()) {
      records.splice(0, Infinity, ...records.map(({ offset }) => world.recordAt(partition, offset)))
    }
    return damaged
  },

  'retention passed the offset': (world, { shards }) => {
    const partition = readPartition(world)
    if (partition === null) return null
    const { records } = world.broker.logs[partition]
    const offset = world.observer.frontier.get(partition) ?? 0
    while (records.length <= offset) records.push(world.recordAt(partition, records.length))
    world.broker.logs[partition].start = offset + 1
    return [partition % shards]
  },

  'one offset deleted': (world, { shards }) => {
    const partition = readPartition(world)
    const { offsets } = world.broker
    if (partition === null || !offsets.has(`in/${partition}`)) return null
    const others = [...offsets.values()].map(({ checkpoint }) => checkpoint.partition)
    if (!others.some((other) => other !== partition && other % shards === partition % shards)) return null
    offsets.delete(`in/${partition}`)
    return [partition % shards]
  },

  'another cluster': (world, found) => {
    world.broker.clusterId = 'cluster-2'
    return [...found.heads.keys()]
  },

  'all offsets expired': (world) => {
    world.broker.offsets.clear()
    return []
  },

  'state lost': ({ disk, decidedBy }, { heads }) => {
    // Without a visible file, as in the middle of a compaction too, all may be read again.
    const visible = [...disk.files('/sink', (name) => !name.startsWith('_'))]
    if (decidedBy === 'link' && !visible.some(([path]) => path.includes('/part-'))) return null
    disk.removeFolder('/state', 'operator')
    disk.makeFolder('/state')
    return [...heads.keys()]
  },

  'state restored from a copy': ({ disk, decidedBy }, { heads }) => {
    const head = [...heads.values()].at(-1)
    if (head === undefined || head.epoch < 2) return null
    if (decidedBy === 'link' && !head.files.some(({ final }) => disk.file(final) !== null)) return null
    const chain = `${head.layout}/${head.shard}`
    disk.unlink(`/state/committed/${chain}/${head.epoch}`, 'operator')
    disk.unlink(`/state/published/${chain}/${head.epoch}`, 'operator')
    disk.removeFolder(`/state/staging/${chain}`, 'operator')
    return [head.shard]
  },

  'manifest changed': ({ disk }, { heads }, dice) => {
    const head = [...heads.values()].at(-1)
    if (head === undefined || head.epoch < 2) return null
    const file = disk.file(`/state/committed/${head.layout}/${head.shard}/${head.epoch - dice.between(0, 1)}`)
    if (file === null) return null
    file.content = file.content.slice(0, -3)
    return [head.shard]
  },
}

/** One of which records were consumed; null: none yet. */
function readPartition({ broker, observer }: World): number | null {
  const partition = [...broker.logs.keys()].find((number) => (observer.frontier.get(number) ?? 0) > 0)
  return partition ?? null
}

function readShards({ broker, observer }: World, { shards }: Found): readonly number[] {
  const read = [...broker.logs.keys()].filter((partition) => (observer.frontier.get(partition) ?? 0) > 0)
  return [...new Set(read.map((partition) => partition % shards))]
}

function layoutOf({ disk }: World): { readonly number: number; readonly shards: number } {
  const number = Math.max(
    1,
    ...disk
      .list('/state/layouts')
      .filter((name) => /^\d+$/.test(name))
      .map(Number),
  )
  return { number, shards: Number(disk.file(`/state/layouts/${number}`)?.content ?? 1) }
}
