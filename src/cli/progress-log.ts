/** Progress where nobody watches a terminal: one log line every ten seconds. */
import type { Log } from './log.ts'

const everyMs = 10_000

export interface ProgressReport {
  readonly message: string
  /** For JSON logs. */
  readonly fields: object
}

/** Asks for a report every ten seconds and logs it; the result ends that. */
export function logProgress(log: Log, report: () => ProgressReport): () => void {
  const timer = setInterval(() => {
    const { message, fields } = report()
    log.info(message, fields)
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
