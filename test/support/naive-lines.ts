/** The lines of a text, cut in the most obvious way: the oracle for the source's framing. */

export interface NaiveLine {
  readonly text: string
  readonly offset: number
  readonly line: number
  readonly oversized: number | null
}

/** `text` is Latin-1: a character is a byte. A line longer than `recordBytesMax` is cut to `prefixBytes`. */
export function naiveLines(text: string, recordBytesMax = Infinity, prefixBytes = Infinity): NaiveLine[] {
  const mark = '\u00ef\u00bb\u00bf'
  const pieces = text.split('\n')
  const last = pieces.pop() ?? ''
  const ended = pieces.map((piece) => ({ piece, content: piece.endsWith('\r') ? piece.slice(0, -1) : piece }))
  if (last !== '') ended.push({ piece: last, content: last })
  let offset = 0
  return ended.map(({ piece, content }, index) => {
    const marked = index === 0 && content.startsWith(mark) && text.length > mark.length
    const whole = marked ? content.slice(mark.length) : content
    const line = {
      text: whole.length > recordBytesMax ? whole.slice(0, prefixBytes) : whole,
      offset: offset + (marked ? mark.length : 0),
      line: index + 1,
      oversized: whole.length > recordBytesMax ? whole.length : null,
    }
    offset += piece.length + 1
    return line
  })
}

/** Texts with what is awkward about lines: empty ones, CR anywhere, byte order marks, long ones, no newline at the end. */
export const awkwardPieces = [
  '\n',
  '\n',
  '\r\n',
  '\r',
  'a',
  'bc',
  '\u00ef\u00bb\u00bf',
  '\u00ef',
  'x'.repeat(30),
  '{"k":"v"}',
] as const
