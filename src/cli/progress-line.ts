/** One line on stderr that is drawn over itself, on a terminal only. */
const everyMs = 500

/** `text` is asked for twice a second; the result ends that, and takes the line away. */
export function drawProgress(text: () => string): () => void {
  let isDrawn = false
  const timer = setInterval(() => {
    const width = process.stderr.columns || 80
    process.stderr.write(`\r\u001b[2K${text().slice(0, width - 1)}`)
    isDrawn = true
  }, everyMs)
  timer.unref()
  return () => {
    clearInterval(timer)
    if (isDrawn) process.stderr.write('\r\u001b[2K')
  }
}
