/**
 * What kafkajs 2.2.4 does wrong and is mended here, by reaching into it: the version and the shapes are asserted, for nothing
 * of this holds for another one.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

const version = '2.2.4'
const installed = (require('kafkajs/package.json') as { version: string }).version
if (installed !== version) throw new Error(`written for kafkajs ${version}, found ${installed}`)

interface RequestQueue {
  readonly pending: readonly unknown[]
  readonly throttledUntil: number
  scheduleCheckPendingRequests(): void
}

const queue = (require('kafkajs/src/network/requestQueue') as { prototype?: RequestQueue }).prototype
if (typeof queue?.scheduleCheckPendingRequests !== 'function') throw new Error('kafkajs: another RequestQueue')

/** After each answer it sets a timer for a time long past, of which Node warns on stderr; it is needed only for these two. */
const schedule: (this: RequestQueue) => void = Reflect.get(queue, 'scheduleCheckPendingRequests')
queue.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this)
}

/** Codes that a broker gives while it, or the group's coordinator, is starting or moving. */
const passing = new Set([
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
])
const retryEveryMs = 200
const retryLimitMs = 30_000

/** Calls until it succeeds, as long as what is raised passes by itself; kafkajs's admin client gives up at once on some. */
export async function untilSettled<T>(call: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + retryLimitMs
  while (true) {
    try {
      return await call()
    } catch (error) {
      const type = (error as { type?: string }).type ?? ''
      if (!passing.has(type) || performance.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, retryEveryMs))
    }
  }
}
