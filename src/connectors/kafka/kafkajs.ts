/**
 * kafkajs, loaded when it is first needed: its three hundred modules cost a job over files a tenth of a second that it has no use
 * for. Clients are made by `client.ts` only, which has it mended first.
 */
import { createRequire } from 'node:module'
import type * as Kafkajs from 'kafkajs'

const require = createRequire(import.meta.url)

export function loadKafkajs(): typeof Kafkajs {
  return require('kafkajs') as typeof Kafkajs
}
