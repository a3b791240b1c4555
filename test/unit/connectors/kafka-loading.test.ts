/** Jobs over files do not pay for a client of Kafka. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { createClient } from '../../../src/connectors/kafka/client.ts'
import '../../../src/runtime/job/open-job.ts'

const { cache } = createRequire(import.meta.url)

function loaded(): readonly string[] {
  return Object.keys(cache).filter((path) => path.includes('/kafkajs/'))
}

test('kafkajs is loaded with the first client, and not with what can run a job', () => {
  assert.deepEqual(loaded(), [])
  createClient(new Map([['bootstrap.servers', 'localhost:9092']]))
  assert.notDeepEqual(loaded(), [])
})
