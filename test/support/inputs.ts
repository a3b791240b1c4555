/**
 * How many inputs a property tries, one way for all of them: few by default, `PROPERTY_INPUTS=2000000` for a long run. Inputs come
 * from a seed, which is printed; `PROPERTY_SEED` sets it.
 */
import type { TestContext } from 'node:test'
import { Random } from './random.ts'

/** `inputsOfRun`: how many inputs one run of the property tries, about. */
export function runsOf(usual: number, inputsOfRun = 1): number {
  const wanted = process.env['PROPERTY_INPUTS']
  return wanted === undefined ? usual : Math.max(usual, Math.ceil(Number(wanted) / inputsOfRun))
}

/** Rounds with random numbers of their own, until so many inputs are tried; `round` says how many it took. */
export function tryInputs(t: TestContext, usual: number, round: (random: Random) => number): void {
  const seed = Number(process.env['PROPERTY_SEED'] ?? Date.now() % 1_000_000_000)
  const wanted = runsOf(usual)
  t.diagnostic(`PROPERTY_SEED=${seed}`)
  const random = new Random(seed)
  let inputs = 0
  while (inputs < wanted) inputs += round(random)
  t.diagnostic(`${inputs} inputs`)
}

/** A text with up to three bytes or so dropped, doubled, set or cut: mostly still like what it was. */
export function mutated(text: string, random: Random, alphabet: string): string {
  let result = text
  for (let changes = random.between(0, 3); changes > 0; changes--) {
    const at = random.between(0, result.length)
    const [before, behind] = [result.slice(0, at), result.slice(at)]
    const put = alphabet[random.between(0, alphabet.length - 1)]
    result = random.pick([before + behind.slice(1), before + put + behind, before + put + behind.slice(1), before])
  }
  return result
}
