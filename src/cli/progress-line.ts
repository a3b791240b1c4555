/** One line on stderr that is drawn over itself, on a terminal only. */
import type { Terminal } from './terminal.ts'

const everyMs = 500

export interface ProgressLine {
  /** Stops drawing, and takes the line away. */
  clear(): void
}

/** `text` is asked for twice a second. */
export function drawProgress(terminal: Terminal, text: () => string): ProgressLine {
  if (!terminal.progress) return { clear: () => {} }
  let isDrawn = false
  const timer = setInterval(() => {
    const width = process.stderr.columns || 80
    process.stderr.write(`\r\u001b[2K${text().slice(0, width - 1)}`)
    isDrawn = true
  }, everyMs)
  timer.unref()
  return {
    clear: () => {
      clearInterval(timer)
      if (isDrawn) process.stderr.write('\r\u001b[2K')
    },
  }
}
