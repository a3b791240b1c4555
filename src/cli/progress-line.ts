/** One line on stderr that is drawn over itself, on a terminal only. */
const everyMs = 500

/** `text` is asked for twice a second; the result ends that, and takes the line away. */
export function drawProgress(text: () => Promise<string>): () => void {
  let isDrawn = false
  let isOver = false
  const draw = async (): Promise<void> => {
    const line = await text()
    if (isOver) return
    const width = process.stderr.columns || 80
    process.stderr.write(`\r\u001b[2K${line.slice(0, width - 1)}`)
    isDrawn = true
  }
  const timer = setInterval(() => void draw(), everyMs)
  timer.unref()
  return () => {
    isOver = true
    clearInterval(timer)
    if (isDrawn) process.stderr.write('\r\u001b[2K')
  }
}
