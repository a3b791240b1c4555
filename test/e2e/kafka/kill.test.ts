/** Exactly once, from Kafka to Kafka and Parquet: a job that is killed again and again at random instants. */
import test from 'node:test'
import { killTest } from '../../support/kill-rounds.ts'

const rounds = 15

test(`killed ${rounds} times at random instants: nothing lost, nothing twice, the ledger exact`, async (context) =>
  killTest(context, rounds, 4_000))
