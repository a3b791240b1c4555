/**
 * What kafkajs 2.2.4 does wrong and is mended here, by reaching into it. Nothing of this holds for another one: then nothing is
 * changed, and `mendKafkajs` says why.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

const version = '2.2.4'

interface RequestQueue {
  readonly pending: readonly unknown[]
  readonly throttledUntil: number
  readonly enforceRequestTimeout: boolean
  readonly requestTimeout: number
  readonly inflight: ReadonlyMap<
    number,
    { readonly sentAt: number; readonly requestTimeout: number; timeoutRequest(): void }
  >
  requestTimeoutIntervalId: NodeJS.Timeout
  isConnected(): boolean
  destroy(): void
  scheduleCheckPendingRequests(): void
  scheduleRequestTimeoutCheck(): void
}

interface Connection {
  chunks: Buffer[]
  bytesBuffered: number
  bytesNeeded: number
  isConnected(): boolean
  connect(): Promise<unknown>
}

let difference: string | null | undefined

/** Once, before the first client. How the installed kafkajs is another one than this is written for; null: it is that one. */
export function mendKafkajs(): string | null {
  if (difference === undefined) difference = mend()
  return difference
}

function mend(): string | null {
  // It would say on stderr that its default partitioner has changed, which is not used here.
  process.env['KAFKAJS_NO_PARTITIONER_WARNING'] = '1'
  const installed = (require('kafkajs/package.json') as { version: string }).version
  if (installed !== version) return `version ${installed}`
  const queue = (require('kafkajs/src/network/requestQueue') as { prototype?: RequestQueue }).prototype
  if (typeof queue?.scheduleCheckPendingRequests !== 'function') return 'another RequestQueue'
  if (typeof queue.scheduleRequestTimeoutCheck !== 'function') return 'another RequestQueue'
  const connection = (require('kafkajs/src/network/connection') as { prototype?: Connection }).prototype
  if (typeof connection?.connect !== 'function' || typeof connection.isConnected !== 'function') {
    return 'another Connection'
  }
  mendQueue(queue)
  mendTimeouts(queue)
  mendConnection(connection)
  return null
}

/** After each answer it sets a timer for a time long past, of which Node warns on stderr; it is needed only for these two. */
function mendQueue(queue: RequestQueue): void {
  const schedule: (this: RequestQueue) => void = Reflect.get(queue, 'scheduleCheckPendingRequests')
  queue.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this)
  }
}

/** A time limit need not be kept more exactly than to a tenth, nor be looked after more often than that. */
const looksOfLimit = 10
const lookMsMax = 1_000

/** It looks after its requests ten times a second on every connection, for as long as that lasts: an idle job did little else. */
function mendTimeouts(queue: RequestQueue): void {
  queue.scheduleRequestTimeoutCheck = function (this: RequestQueue): void {
    if (!this.enforceRequestTimeout) return
    this.destroy()
    const look = (): void => {
      const nowMs = Date.now()
      for (const request of this.inflight.values()) {
        if (nowMs - request.sentAt > request.requestTimeout) request.timeoutRequest()
      }
      if (!this.isConnected()) this.destroy()
    }
    this.requestTimeoutIntervalId = setInterval(look, Math.min(this.requestTimeout / looksOfLimit, lookMsMax))
  }
}

/** How a connection begins: the size of the next answer is what it waits for. */
const sizeBytes = 4

/** A connection that was cut in the middle of an answer keeps that half, and takes what comes after reconnecting for its rest. */
function mendConnection(connection: Connection): void {
  const connect: (this: Connection) => Promise<unknown> = Reflect.get(connection, 'connect')
  connection.connect = async function (this: Connection): Promise<unknown> {
    if (!Array.isArray(this.chunks) || typeof this.bytesNeeded !== 'number') {
      throw new Error('kafkajs: another Connection')
    }
    if (!this.isConnected()) {
      this.chunks = []
      this.bytesBuffered = 0
      this.bytesNeeded = sizeBytes
    }
    return connect.call(this)
  }
}
