/** `kill -9` at random instants, again and again, under load; then the rest, and the witnesses. */
import assert from 'node:assert/strict'
import { waitFor } from '../servers/process.ts'
import type { Numbers, NumbersProcess } from './exactly-once.ts'
import type { Random } from './random.ts'

/** Of the rounds, a good part has to come to a commit: else the kills would always hit the start. */
const committedShareMin = 0.3

/** Resolves when all is checked. */
export async function killAgainAndAgain(
  numbers: Numbers,
  rounds: number,
  count: number,
  random: Random,
): Promise<void> {
  let committed = 0
  for (let round = 0; round < rounds; round++) {
    const process = numbers.start()
    try {
      await reads(process)
      await new Promise((resolve) => setTimeout(resolve, random.between(0, 2_500)))
    } finally {
      await process.end('SIGKILL')
    }
    if (process.commits > 0) committed++
  }
  assert.ok(committed >= rounds * committedShareMin, `a commit in ${committed} of ${rounds} rounds`)
  await numbers.finish(count)
}

async function reads(process: NumbersProcess): Promise<void> {
  await waitFor('it to have shards', 60_000, async () => {
    assert.equal(process.child.exitCode, null, process.stderr)
    return process.gained.length > 0
  })
}
