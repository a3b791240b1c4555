/**
 * The commit protocol under thousands of schedules. `SIMULATOR_SEEDS=100000` plays more of them, `SIMULATOR_SEED=42` plays one and
 * prints what happened in it, `SIMULATOR_FROM=5000` begins there, `SIMULATOR_NAMED=1` also looks for each mutation by only those
 * invariants that it is known to break.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { mutations } from './mutations.ts'
import type { Mutation } from './scenario.ts'
import { play } from './schedule.ts'
import type { Settings } from './world.ts'

const from = Number(process.env['SIMULATOR_FROM'] ?? 1)
const seeds = Number(process.env['SIMULATOR_SEEDS'] ?? 2_000)
const one = process.env['SIMULATOR_SEED']
const isNamed = process.env['SIMULATOR_NAMED'] !== undefined

test(
  'every schedule holds the invariants',
  { skip: one !== undefined && 'SIMULATOR_SEED plays one schedule only' },
  async (t) => {
    let steps = 0
    let epochs = 0
    for (let seed = from; seed < from + seeds; seed++) {
      const played = await play(seed)
      if (played.violation !== null) assert.fail(await account(seed))
      steps += played.steps
      epochs += played.epochs
    }
    t.diagnostic(`seeds ${from} to ${from + seeds - 1}: ${steps} steps, ${epochs} epochs decided`)
  },
)

test('one schedule', { skip: one === undefined && 'SIMULATOR_SEED names none' }, async () => {
  const seed = Number(one)
  console.log(await account(seed))
  assert.equal((await play(seed)).violation, null)
})

test('the same seed plays the same schedule', async () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const [first, second] = [await play(seed, { isTraced: true }), await play(seed, { isTraced: true })]
    assert.deepEqual(second, first)
    assert.ok(first.trace.length > 50)
  }
})

for (const mutation of mutations) {
  test(`found: ${mutation.name}`, async (t) => {
    t.diagnostic(`${mutation.name}: ${await firstFound({ mutation })}`)
    if (!isNamed) return
    const named = await firstFound({ mutation, watched: new Set(mutation.breaks) })
    t.diagnostic(`${mutation.name}, by ${mutation.breaks.join(', ')}: ${named}`)
  })
}

const seedsForMutation = 2_000

async function firstFound(settings: Settings & { mutation: Mutation }): Promise<string> {
  for (let seed = 1; seed <= seedsForMutation; seed++) {
    const { violation } = await play(seed, settings)
    if (violation !== null) return `invariant ${violation.invariant} after ${seed} ${seed === 1 ? 'seed' : 'seeds'}`
  }
  assert.fail(`not found in ${seedsForMutation} schedules: ${settings.mutation.name}`)
}

async function account(seed: number): Promise<string> {
  const { violation, trace, scenario } = await play(seed, { isTraced: true })
  const verdict = violation === null ? 'holds' : `invariant ${violation.invariant}: ${violation.what}`
  return `SIMULATOR_SEED=${seed} (${scenario})\n${trace.join('\n')}\n${verdict}`
}
