/** Waiting, never for ever. */
import { NoAnswer } from './ports.ts'

/** Rejects when the time is over; what was waited for goes on and is no longer heard. */
export async function within<T>(limitMs: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`${what}: no answer in ${Math.round(limitMs)} ms`)), limitMs)
  })
  // If it rejects after all, nobody is left to hear it.
  promise.catch(() => {})
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

export async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}

/** 50 ms, then twice as long each time up to a second, somewhat scattered, so that many do not come back at once. */
export function backoffMs(tries: number): number {
  return Math.min(50 * 2 ** Math.min(tries, 5), 1_000) * (0.8 + 0.4 * Math.random())
}
