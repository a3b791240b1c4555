/**
 * Runs functions written in JavaScript in a thread of their own and waits for it, since the engine does not wait otherwise. What
 * the sandbox cannot bound itself ends with its thread: the call that hung or broke it fails, the others go on in a new one.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { ForeignFunction, ForeignOutcome, FunctionHost } from '../../engine/ports.ts'
import { notBegun, Shared, sharedBytes } from './protocol.ts'
import type { Answer, Request, WorkerData } from './protocol.ts'

/** A call that is not done when this has passed twice is taken to hang: far more than the steps that it may take need. */
const patienceMs = 5_000
/** Once something hung, so much sooner, lest a few bad records stop all others. */
const patienceDivisor = 10
const startMsMax = 30_000

export class JavaScriptHost implements FunctionHost {
  private thread: Thread | null = null
  private patienceMs: number
  private readonly patienceAfterHangMs: number

  constructor({ patience = patienceMs }: { /** Milliseconds. */ readonly patience?: number } = {}) {
    this.patienceMs = patience
    this.patienceAfterHangMs = patience / patienceDivisor
  }

  prepare(definition: ForeignFunction): (calls: readonly string[]) => readonly ForeignOutcome[] {
    return (calls) => this.run(definition, calls)
  }

  private run(definition: ForeignFunction, calls: readonly string[]): readonly ForeignOutcome[] {
    const outcomes: ForeignOutcome[] = []
    while (outcomes.length < calls.length) {
      this.thread ??= new Thread()
      const left = calls.slice(outcomes.length)
      const answer = this.thread.ask(requestOf(definition, left), this.patienceMs)
      if (answer.kind === 'answered') {
        for (const outcome of answer.outcomes) outcomes.push(outcome.ok ? outcome : failed(definition, outcome))
        if (!answer.isBroken) continue
      }
      this.thread.end()
      this.thread = null
      if (answer.kind === 'answered') outcomes.push({ ok: false, message: 'it broke the engine of JavaScript' })
      else {
        this.patienceMs = this.patienceAfterHangMs
        // What was done before the call that hung went with the thread; it is done again, which gives the same.
        outcomes.push(...this.run(definition, left.slice(0, answer.callsDone)))
        outcomes.push({ ok: false, message: 'it did not come to an end' })
      }
    }
    return outcomes
  }
}

/** One for the process; without functions in JavaScript there is no thread. */
export const javaScriptHost = new JavaScriptHost()

function requestOf({ parameters, body }: ForeignFunction, calls: readonly string[]): Request {
  return { definition: { parameters, body }, calls }
}

/** With the line of the file in place of the body's. */
function failed({ place }: ForeignFunction, outcome: { message: string; line: number | null }): ForeignOutcome {
  if (outcome.line === null) return { ok: false, message: outcome.message }
  const [, file, line] = /^(.*):(\d+):\d+$/.exec(place)!
  return { ok: false, message: `${outcome.message} (${file}:${Number(line) + outcome.line - 1})` }
}

type Asked =
  | ({ readonly kind: 'answered' } & Answer)
  | { readonly kind: 'hung'; /** Before the one that hung. */ readonly callsDone: number }

class Thread {
  private readonly control = new Int32Array(new SharedArrayBuffer(sharedBytes))
  private readonly port: MessagePort
  private readonly worker: Worker

  /** Returns when it is ready for requests. */
  constructor() {
    const { port1, port2 } = new MessageChannel()
    const workerData: WorkerData = { port: port2, shared: this.control.buffer as unknown as SharedArrayBuffer }
    const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js'
    this.worker = new Worker(new URL(file, import.meta.url), {
      workerData,
      transferList: [port2],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 128, stackSizeMb: 8 },
    })
    this.worker.unref()
    // A thread that ended by itself answers no more: whoever waits for it will see.
    this.worker.on('error', () => {})
    this.port = port1
    if (!this.isFinishedIn(startMsMax)) throw new Error('the thread for functions in JavaScript does not start')
  }

  ask(request: Request, patience: number): Asked {
    Atomics.store(this.control, Shared.finished, 0)
    Atomics.store(this.control, Shared.callsDone, notBegun)
    this.port.postMessage(request)
    let callsDone: number = notBegun
    for (let waitedMs = patience; !this.isFinishedIn(patience); waitedMs += patience) {
      const now = Atomics.load(this.control, Shared.callsDone)
      if (now === callsDone && (now !== notBegun || waitedMs > startMsMax)) {
        return { kind: 'hung', callsDone: Math.max(now, 0) }
      }
      callsDone = now
    }
    const received = receiveMessageOnPort(this.port) as { readonly message: Answer }
    return { kind: 'answered', ...received.message }
  }

  end(): void {
    this.port.close()
    void this.worker.terminate()
  }

  private isFinishedIn(timeoutMs: number): boolean {
    return Atomics.wait(this.control, Shared.finished, 0, timeoutMs) !== 'timed-out'
  }
}
