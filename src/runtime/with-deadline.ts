/** No end of a job hangs: what does not come to an end in time is left behind. */

/** Resolves when the promise does, or after so many milliseconds; rejects as it does within them. */
export async function withDeadline(limitMs: number, promise: Promise<unknown>): Promise<void> {
  const { promise: passed, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, limitMs)
  // What it ends with after that concerns nobody any more.
  promise.catch(() => {})
  try {
    await Promise.race([promise, passed])
  } finally {
    clearTimeout(timer)
  }
}
