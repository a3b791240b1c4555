/** What the host and its thread say to each other. */
import type { MessagePort } from 'node:worker_threads'
import type { SandboxedFunction, SandboxOutcome } from './sandbox.ts'

export interface WorkerData {
  readonly port: MessagePort
  readonly shared: SharedArrayBuffer
}

/** Places in the shared memory: whether the thread has answered (or is ready), and how many calls of the request are done. */
export const Shared = { finished: 0, callsDone: 1 } as const
export const sharedBytes = 8
/** In the place of calls done: the sandbox is still being made. */
export const notBegun = -1

export interface Request {
  readonly definition: SandboxedFunction
  readonly calls: readonly string[]
}

export interface Answer {
  /** Fewer than the calls where the sandbox broke; the next call is the one that broke it. */
  readonly outcomes: readonly SandboxOutcome[]
  readonly isBroken: boolean
}
