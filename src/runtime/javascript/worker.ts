/** The thread in which functions written in JavaScript run, so that one that hangs can be ended from outside. See `host.ts`. */
import { workerData } from 'node:worker_threads'
import './without-clock.ts'
import { Sandbox } from './sandbox.ts'
import { Shared } from './protocol.ts'
import type { Answer, Request, WorkerData } from './protocol.ts'

const { port, shared } = workerData as WorkerData
const control = new Int32Array(shared)
/** By the function's text: each has an engine and a memory of its own. */
const sandboxes = new Map<string, Sandbox>()

port.on('message', (request: Request) => {
  void answer(request).then((message) => {
    port.postMessage(message)
    finish()
  })
})
finish()

/** Wakes the thread that waits. */
function finish(): void {
  Atomics.store(control, Shared.finished, 1)
  Atomics.notify(control, Shared.finished)
}

async function answer({ definition, calls }: Request): Promise<Answer> {
  const outcomes: Answer['outcomes'][number][] = []
  try {
    let sandbox = await sandboxFor(definition)
    Atomics.store(control, Shared.callsDone, 0)
    for (const call of calls) {
      if (sandbox.isSpent) sandbox = await sandboxFor(definition)
      outcomes.push(sandbox.call(call))
      Atomics.store(control, Shared.callsDone, outcomes.length)
    }
    return { outcomes, isBroken: false }
  } catch {
    return { outcomes, isBroken: true }
  }
}

async function sandboxFor(definition: Request['definition']): Promise<Sandbox> {
  const key = JSON.stringify([definition.parameters, definition.body])
  const known = sandboxes.get(key)
  if (known !== undefined && !known.isSpent) return known
  const made = await Sandbox.create(definition)
  sandboxes.set(key, made)
  return made
}
