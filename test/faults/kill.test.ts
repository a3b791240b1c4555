/** `kill -9` a hundred times (`ROUNDS`) at random instants, under load; the seed is printed, `SEED` replays the instants. */
import test from 'node:test'
import { killTest } from '../support/kill-rounds.ts'

const rounds = Number(process.env['ROUNDS'] ?? 100)

test(`killed ${rounds} times at random instants: nothing lost, nothing twice, the ledger exact`, async (context) =>
  killTest(context, rounds, 8_000))
