/** How shards are shared: all of them, evenly, and none moves without need. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { shareShards } from '../../../src/connectors/kafka/shards.ts'

test('a second member takes half, and the first keeps the rest', () => {
  const shares = shareShards(4, [
    { id: 'b', shards: [] },
    { id: 'a', shards: [0, 1, 2, 3] },
  ])
  assert.deepEqual(Object.fromEntries(shares), { a: [0, 1], b: [2, 3] })
})

test('members beyond the number of shards get none', () => {
  const shares = shareShards(1, [
    { id: 'a', shards: [] },
    { id: 'b', shards: [0] },
  ])
  assert.deepEqual(Object.fromEntries(shares), { a: [], b: [0] })
})

test('each shard goes to one member, evenly, and nobody loses one of a fair share', () => {
  const member = fc.array(fc.nat({ max: 12 }), { maxLength: 14 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(member, { minLength: 1, maxLength: 6 }), (count, claims) => {
      const members = claims.map((shards, index) => ({ id: `m${index}`, shards }))
      const shares = shareShards(count, members)
      const all = [...shares.values()].flat().toSorted((a, b) => a - b)
      assert.deepEqual(
        all,
        Array.from({ length: count }, (_, shard) => shard),
      )
      const sizes = [...shares.values()].map((shards) => shards.length)
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1)
      for (const { id, shards } of members) {
        const alone = new Set(shards.filter((shard) => shard < count && !claimedByOthers(members, id, shard)))
        const kept = shares.get(id)?.filter((shard) => shards.includes(shard)).length ?? 0
        assert.ok(kept >= Math.min(alone.size, Math.floor(count / members.length)), `${id} kept ${kept}`)
      }
    }),
  )
})

function claimedByOthers(
  members: readonly { readonly id: string; readonly shards: readonly number[] }[],
  id: string,
  shard: number,
): boolean {
  return members.some((other) => other.id !== id && other.shards.includes(shard))
}
