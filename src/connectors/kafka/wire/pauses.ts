/** Pauses between tries. */

export async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}

/** 50 ms, then twice as long each time up to a second, somewhat scattered, so that many do not come back at once. */
export function retryPauseMs(tries: number): number {
  return Math.min(50 * 2 ** Math.min(tries, 5), 1_000) * (0.8 + 0.4 * Math.random())
}
