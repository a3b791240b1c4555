/**
 * Plays one seed: a time of faults, then calm, in which all input must be consumed within a bound. The same seed plays the same
 * schedule for ever.
 */
import { Random } from '../support/random.ts'
import { damage } from './damage.ts'
import type { Violation } from './observer.ts'
import { World } from './world.ts'
import type { Settings } from './world.ts'

export interface Played {
  readonly violation: Violation | null
  readonly steps: number
  readonly epochs: number
  readonly scenario: string
  readonly trace: readonly string[]
}

const calmStepsMax = 6_000

export async function play(seed: number, settings: Settings = {}): Promise<Played> {
  const world = new World(seed, settings)
  const { scheduler, observer, scenario } = world
  const dice = new Random(seed ^ 0xfa11)
  const isFailed = (): boolean => observer.violations.length > 0

  for (let step = 0; step < scenario.faultSteps && !isFailed(); step++) {
    disturb(world, dice)
    await restartAndStep(world, dice)
  }
  if (!isFailed() && scenario.damage !== null) await sufferDamage(world, dice)
  else if (!isFailed()) await drain(world, dice)
  for (const process of [...world.processes, ...world.zombies, ...world.compactors])
    if (process !== null) scheduler.kill(process)
  return {
    violation: observer.violations[0] ?? null,
    steps: scheduler.steps,
    epochs: observer.manifests.length,
    scenario: `${scenario.name}, ${scenario.shards} shards of ${scenario.partitions} partitions, ${scenario.damage ?? 'no damage'}`,
    trace: scheduler.trace ?? [],
  }
}

async function restartAndStep(world: World, dice: Random): Promise<void> {
  for (const [place, process] of world.processes.entries()) {
    if (process === null && dice.next() < 0.2) world.start(place)
  }
  if (await world.scheduler.step()) return
  await world.scheduler.idle()
  for (const process of world.processes) if (process !== null && dice.next() < 0.2) process.isAsleep = false
}

function disturb(world: World, dice: Random): void {
  const { scenario, scheduler, broker } = world
  const { rates } = scenario
  const happens = (rate: number): boolean => dice.next() < rate
  const place = dice.between(0, 1)
  if (world.produced < scenario.records && happens(0.1)) world.produce()
  if (happens(rates.kill)) world.kill(place)
  if (happens(rates.compact) && isWorthMerging(world) && hasUnpublished(world)) compactNow(world, dice)
  if (happens(rates.powerLoss)) world.losePower()
  if (happens(rates.sleep)) fallAsleep(world, dice, place)
  if (happens(rates.wake)) wakeOne(world, dice)
  if (happens(rates.reassign)) world.assign(dice.between(0, 2), place)
  if (happens(rates.timeOut) && broker.timeOut()) scheduler.note('TRANSACTION TIMEOUT')
  if (happens(rates.day)) aDayPasses(world)
  if (happens(0.02)) world.wallMs += dice.between(-3_600_000, 3_600_000)
  if (happens(0.1)) deliverLate(world, dice)
  if (happens(rates.reshard)) reshard(world, dice)
  if (happens(rates.favour)) favour(world, dice)
  if (happens(rates.compact / 5)) disturbCompactors(world, dice)
  if (happens(0.002) && scenario.name.startsWith('kafka')) broker.logs.push({ start: 0, records: [] })
}

/** Whoever sleeps for long loses its shards, and does not know when it wakes. */
function fallAsleep(world: World, dice: Random, place: number): void {
  const process = world.processes[place]
  if (process === null || process.isAsleep) return
  if (dice.next() < 0.7) for (let shard = 0; shard < 3; shard++) world.assign(shard, 1 - place)
  if (world.zombies.length < 3 && dice.next() < 0.5) return world.leaveAsleep(place)
  process.isAsleep = true
  world.scheduler.note(`SLEEP ${process.name}`)
}

function wakeOne(world: World, dice: Random): void {
  const zombies = world.scenario.lateZombies ? [] : world.zombies
  const asleep = [...world.processes, ...zombies].filter((process) => process?.isAsleep === true)
  if (asleep.length === 0) return
  const process = dice.pick(asleep)
  if (process === null) return
  world.scheduler.note(`WAKE ${process.name}`)
  process.isAsleep = false
}

/** Only when every shard has committed since the last one: a job that lives does not let its offsets expire. */
function aDayPasses({ broker, observer, scheduler, disk }: World): void {
  const layout = Math.max(1, ...disk.list('/state/layouts').map((name) => Number.parseInt(name, 10)))
  const heads = new Map(
    observer.manifests.filter((one) => one.layout === layout).map((manifest) => [manifest.shard, manifest]),
  )
  const days = [...heads.values()].map(({ positions }) => {
    const kept = Object.values(positions)
      .flat()
      .map(({ partition }) => broker.offsets.get(`in/${partition}`)?.day ?? -1)
    return Math.max(-1, ...kept)
  })
  const expected = Number(disk.file(`/state/layouts/${layout}`)?.content ?? 1)
  if (heads.size < expected || days.some((day) => day < broker.day)) return
  broker.day++
  scheduler.note(`DAY ${broker.day}`)
  broker.forgetOffsetsBefore(broker.day - 1)
}

function deliverLate({ lateRequests, scheduler }: World, dice: Random): void {
  if (lateRequests.length === 0) return
  const [request] = lateRequests.splice(dice.between(0, lateRequests.length - 1), 1)
  scheduler.note('LATE REQUEST')
  request()
}

/** One process is fast for a while, or none. */
function favour({ scheduler, processes, compactors }: World, dice: Random): void {
  const favourite = dice.pick([...processes, ...compactors, ...compactors, null])
  scheduler.favourite = favourite
  scheduler.note(`FAVOUR ${favourite?.name ?? 'nobody'}`)
}

/** Whether a partition that looks complete has two files. */
function isWorthMerging({ disk }: World): boolean {
  const files = [...disk.files('/sink', (name) => !name.startsWith('_'))].map(([path]) => path)
  const closed = files.filter((path) => path.endsWith('/_SUCCESS')).map((path) => path.replace(/_SUCCESS$/, 'part-'))
  return closed.some((folder) => files.filter((path) => path.startsWith(folder)).length > 1)
}

/** It may be fast: most of all while somebody's work lies half done. */
function compactNow(world: World, dice: Random): void {
  if (world.compactors.length < 2) world.startCompactor()
  if (dice.next() < 0.5) world.scheduler.favourite = world.compactors.at(-1) ?? null
}

/** Two at most at a time. */
function disturbCompactors(world: World, dice: Random): void {
  const { compactors, scheduler } = world
  const one = compactors.length > 0 ? dice.pick(compactors) : null
  if (one === null || (compactors.length < 2 && dice.next() < 0.5)) return compactNow(world, dice)
  if (dice.next() < 0.5) {
    scheduler.kill(one)
    compactors.splice(compactors.indexOf(one), 1)
  } else {
    one.isAsleep = !one.isAsleep
    scheduler.note(`${one.isAsleep ? 'SLEEP' : 'WAKE'} ${one.name}`)
  }
}

/** Somebody starts a process with another number of shards; the other one goes on with the old number until it notices. */
function reshard(world: World, dice: Random): void {
  world.shardsWanted = dice.between(1, Math.min(3, world.scenario.partitions))
  const place = dice.between(0, 1)
  world.kill(place)
  world.start(place)
}

/** Faults stop, and one process is left, or two that share the shards: everything is consumed, and nobody fences for ever. */
async function drain(world: World, dice: Random): Promise<void> {
  const { scheduler, observer, scenario } = world
  world.isCalm = true
  scheduler.favourite = null
  scheduler.note('CALM')
  while (world.produced < scenario.records) world.produce()
  while (world.lateRequests.length > 0) deliverLate(world, dice)
  if (!scenario.lateZombies) for (const zombie of world.zombies) zombie.isAsleep = false
  if (!scenario.isShared) world.kill(1)
  // Whoever still has another number of shards is started anew by the operator.
  for (const [place, process] of world.processes.entries()) {
    if (process !== null && process.shards !== world.shardsWanted) world.kill(place)
  }
  for (let shard = 0; shard < 3; shard++) world.assign(shard, scenario.isShared ? shard % 2 : 0)
  const isDone = (): boolean => world.isConsumed() && !hasUnpublished(world)
  for (let step = 0; !isDone() && observer.violations.length === 0; step++) {
    if (step > calmStepsMax) return observer.fail(10, 'input is left, and the processes run in circles')
    for (const place of scenario.isShared ? [0, 1] : [0]) {
      const process = world.processes[place]
      if (process !== null) process.isAsleep = false
      else if (world.mayStart(place)) world.start(place)
    }
    if (!(await scheduler.step())) await scheduler.idle()
  }
  await wakeZombies(world)
  if (scenario.rates.compact > 0) await compactInPeace(world)
  if (observer.violations.length === 0) observer.finished()
}

function hasUnpublished({ observer, disk, decidedBy }: World): boolean {
  const folder = decidedBy === 'link' ? 'published' : 'committed'
  const heads = new Map(observer.manifests.map((manifest) => [`${manifest.layout}/${manifest.shard}`, manifest.epoch]))
  return [...heads].some(([chain, epoch]) => disk.file(`/state/${folder}/${chain}/${epoch}`) === null)
}

/** What slept through everything must do no harm now. */
async function wakeZombies({ zombies, scheduler, observer }: World): Promise<void> {
  for (const zombie of zombies) zombie.isAsleep = false
  for (let step = 0; step < 300 && observer.violations.length === 0; step++) if (!(await scheduler.step())) return
}

/** What others broke off is finished. */
async function compactInPeace(world: World): Promise<void> {
  for (const compactor of world.compactors.splice(0)) world.scheduler.kill(compactor)
  world.startCompactor()
  for (let step = 0; step < 2_000 && world.observer.violations.length === 0; step++) {
    if (world.compactors.length === 0) return
    if (!(await world.scheduler.step())) await world.scheduler.idle()
  }
  world.observer.fail(10, 'a compaction does not end')
}

async function sufferDamage(world: World, dice: Random): Promise<void> {
  const { scheduler, observer } = world
  // Whoever lives goes on from memory; the damage shows at the next start.
  world.isCalm = true
  for (const place of world.processes.keys()) world.kill(place)
  for (const process of [...world.zombies.splice(0), ...world.compactors.splice(0)]) scheduler.kill(process)
  world.lateRequests.splice(0)
  if (!damage(world, dice)) return drain(world, dice)
  for (let shard = 0; shard < 3; shard++) world.assign(shard, 0)
  world.start(0)
  for (let step = 0; step < 2_000 && observer.violations.length === 0; step++) {
    if (world.processes[0] === null || (observer.mustRefuse.size === 0 && world.isConsumed())) break
    if (!(await scheduler.step())) break
  }
  if (observer.mustRefuse.size > 0 && observer.refusals.length === 0 && observer.violations.length === 0) {
    observer.fail(11, 'damage was not noticed')
  }
}
