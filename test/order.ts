/** In which order test files begin. */

/** Those that take longest, the longest first: what begins last goes on alone in the end. */
export const longest: readonly string[] = [
  'test/e2e/kafka/from-files.test.ts',
  'test/e2e/kafka/kill.test.ts',
  'test/e2e/kafka/processes.test.ts',
  'test/simulator/simulator.test.ts',
  'test/e2e/kafka/refusals.test.ts',
  'test/e2e/kafka/workers.test.ts',
  'test/e2e/kafka/transactions.test.ts',
  'test/e2e/kafka/wire-faults.test.ts',
  'test/e2e/kafka/away.test.ts',
  'test/e2e/kafka/guards.test.ts',
  'test/e2e/kafka/idle.test.ts',
  'test/e2e/kafka/monitoring.test.ts',
]

/** The others follow as they are given. */
export function inOrder(files: readonly string[]): string[] {
  const rank = (file: string): number => (longest.includes(file) ? longest.indexOf(file) : longest.length)
  return files.toSorted((a, b) => rank(a) - rank(b))
}
