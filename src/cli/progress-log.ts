/** Progress where nobody watches a terminal: one log line every ten seconds. */
import type { Log } from './log.ts'

const everyMs = 10_000

export interface ProgressReport {
  readonly message: string
  /** For JSON logs. */
  readonly fields: object
}

/** Asks for a report every ten seconds and logs it; the result ends that. */
export function logProgress(log: Log, report: () => Promise<ProgressReport>): () => void {
  let isOver = false
  const tell = async (): Promise<void> => {
    const { message, fields } = await report()
    if (!isOver) log.info(message, fields)
  }
  const timer = setInterval(() => void tell(), everyMs)
  timer.unref()
  return () => {
    isOver = true
    clearInterval(timer)
  }
}
