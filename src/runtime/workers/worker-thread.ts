/** One worker as the main thread knows it: when it is open, when its run is over, what it does now. */
import { Worker } from 'node:worker_threads'
import { ConnectorError } from '../../connectors/ports.ts'
import { codeOf } from '../../connectors/system-error.ts'
import { nothingSeen } from '../job/look.ts'
import type { PartLook } from '../job/look.ts'
import { withDeadline } from '../with-deadline.ts'
import type { FromWorker, ToWorker, WorkerEvent, WorkerStart } from './messages.ts'
import { receivedError } from './sent-error.ts'

/** One that is busy for longer is shown as it was. */
const lookMsMax = 2_000
/** Within the time that everything has that is closed. */
const closeMsMax = 12_000

export class WorkerThread {
  /** Both reject with what broke, be it the thread itself. */
  readonly opened: Promise<void>
  readonly ended: Promise<void>
  private readonly worker: Worker
  private readonly onEvent: (event: WorkerEvent) => void
  private readonly opening = Promise.withResolvers<void>()
  private readonly running = Promise.withResolvers<void>()
  private readonly closing = Promise.withResolvers<void>()
  private readonly exited = Promise.withResolvers<void>()
  private readonly looking = new Map<number, () => void>()
  private lastLook: PartLook = nothingSeen
  private lastLookId = 0
  private isOver = false

  constructor(start: WorkerStart, onEvent: (event: WorkerEvent) => void) {
    this.onEvent = onEvent
    this.opened = this.opening.promise
    this.ended = this.running.promise
    // Whoever waits for one of them is told; nobody waits for all.
    for (const { promise } of [this.opening, this.running, this.closing]) promise.catch(() => {})
    const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js'
    this.worker = new Worker(new URL(file, import.meta.url), {
      workerData: start,
      name: `worker ${start.share.worker}`,
    })
    this.worker.on('message', (message: FromWorker) => this.receive(message))
    this.worker.on('error', (error) => this.fail(causeOfDeath(error)))
    this.worker.on('exit', (code) => this.exit(code))
  }

  send(message: ToWorker): void {
    this.worker.postMessage(message)
  }

  /** What it does now; of one that does not answer in time, or is gone, what it last said. */
  async look(): Promise<PartLook> {
    if (this.isOver) return this.lastLook
    const id = ++this.lastLookId
    const { promise, resolve } = Promise.withResolvers<void>()
    this.looking.set(id, resolve)
    this.send({ kind: 'look', id })
    await withDeadline(lookMsMax, Promise.race([promise, this.exited.promise]))
    this.looking.delete(id)
    return this.lastLook
  }

  /** Leaves nothing behind. Raises what could not be closed. */
  async close(): Promise<void> {
    this.send({ kind: 'close' })
    try {
      await withDeadline(closeMsMax, Promise.race([this.closing.promise, this.exited.promise]))
    } finally {
      await this.worker.terminate()
    }
  }

  private receive(message: FromWorker): void {
    switch (message.kind) {
      case 'opened':
        this.lastLook = message.look
        return this.opening.resolve()
      case 'ended':
        this.lastLook = message.look
        this.isOver = true
        return this.running.resolve()
      case 'failed':
        this.lastLook = message.look ?? this.lastLook
        this.isOver = true
        return this.fail(receivedError(message.error))
      case 'look':
        this.lastLook = message.look
        return this.looking.get(message.id)?.()
      case 'closed':
        return message.error === null ? this.closing.resolve() : this.closing.reject(receivedError(message.error))
      default:
        return this.onEvent(message)
    }
  }

  private fail(error: Error): void {
    this.opening.reject(error)
    this.running.reject(error)
  }

  private exit(code: number): void {
    this.isOver = true
    this.exited.resolve()
    // Nobody is told who knows how it ended.
    this.fail(new Error(`a worker thread ended with code ${code}`))
  }
}

function causeOfDeath(error: unknown): Error {
  if (codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
    const help = 'fewer --workers need less; NODE_OPTIONS=--max-old-space-size=<MB> allows each of them more'
    return new ConnectorError('a worker thread ran out of memory', help, { cause: error })
  }
  return error instanceof Error ? error : new Error(String(error))
}
