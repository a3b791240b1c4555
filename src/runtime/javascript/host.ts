/**
 * Runs functions written in JavaScript in a thread of their own and waits for it, since the engine does not wait otherwise. What
 * the sandbox cannot bound itself ends with its thread: the call that hung or broke it fails, the others go on in a new one.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { ForeignFunction, ForeignOutcome, FunctionHost } from '../../engine/ports.ts'
import { Shared, sharedBytes } from './protocol.ts'
import type { Answer, Request, WorkerData } from './protocol.ts'

/** A call that is not done when this has passed twice is taken to hang: far more than the steps that it may take need. */
const patienceMs = 5_000
const startMsMax = 30_000

export class JavaScriptHost implements FunctionHost {
  private thread: Thread | null = null
  private readonly patienceMs: number

  constructor({ patience = patienceMs }: { /** Milliseconds. */ readonly patience?: number } = {}) {
    this.patienceMs = patience
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
      // What was done before a call that hung went with the thread; it is done again, which gives the same.
      if (answer.kind === 'hung') outcomes.push(...this.run(definition, left.slice(0, answer.callsDone)))
      const message = answer.kind === 'hung' ? 'it did not come to an end' : 'it broke the engine of JavaScript'
      outcomes.push({ ok: false, message })
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
    this.port = port1
    if (!this.isFinishedIn(startMsMax)) throw new Error('the thread for functions in JavaScript does not start')
  }

  ask(request: Request, patience: number): Asked {
    Atomics.store(this.control, Shared.finished, 0)
    Atomics.store(this.control, Shared.callsDone, 0)
    this.port.postMessage(request)
    let callsDone = -1
    while (!this.isFinishedIn(patience)) {
      const now = Atomics.load(this.control, Shared.callsDone)
      if (now === callsDone) return { kind: 'hung', callsDone }
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
