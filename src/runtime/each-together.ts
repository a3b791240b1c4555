/** Waiting for many files or servers at once: a thousand sinks one after the other would take a thousand times as long. */

const togetherMax = 32

/** Does it for each, some at a time, begun in order. Rejects with the first failure, once all have come to an end. */
export async function eachTogether<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = []
  for (let from = 0; from < items.length; from += togetherMax) {
    const results = await Promise.allSettled(items.slice(from, from + togetherMax).map(action))
    for (const result of results) if (result.status === 'rejected') failures.push(result.reason)
  }
  if (failures.length > 0) throw failures[0]
}
