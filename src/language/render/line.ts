/** The line of a span as it is shown: tabs as blanks, control characters visible, long lines cut, widths as on a terminal. */
import { masked, secretsIn } from '../secrets.ts'
import type { Span } from '../source.ts'

const tab = '    '
/** Code points kept before a span, and of it and what follows. */
const beforeMax = 100
const fromMax = 140

export interface Excerpt {
  readonly before: string
  /** Of a span over several lines, the part in the first. */
  readonly marked: string
  readonly after: string
}

export function excerpt({ file, start, end }: Span): Excerpt {
  const { text } = file
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const newline = text.indexOf('\n', start)
  const lineEnd = newline < 0 ? text.length : newline
  const markedEnd = Math.max(start, Math.min(end, lineEnd))
  const secrets = secretsIn(file)
  const part = (from: number, to: number): string[] => Array.from(shown(masked(text, from, to, secrets)))
  const before = part(start === 0 ? 0 : lineStart, start)
  const marked = part(start, markedEnd)
  const after = part(markedEnd, lineEnd)
  const afterMax = Math.max(0, fromMax - marked.length)
  return {
    before: before.length > beforeMax ? `…${before.slice(-beforeMax).join('')}` : before.join(''),
    marked: marked.length > fromMax ? `${marked.slice(0, fromMax).join('')}…` : marked.join(''),
    after:
      after.length > afterMax && marked.length <= fromMax
        ? `${after.slice(0, afterMax).join('')}…`
        : after.slice(0, afterMax).join(''),
  }
}

function shown(text: string): string {
  return text
    .replace(/\r$/, '')
    .replaceAll('\t', tab)
    .replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD')
}

/** East Asian wide characters and emoji, the main blocks of https://www.unicode.org/reports/tr11/. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u
const invisible = /[\p{Mn}\p{Me}\p{Cf}]/u

/** Columns on a terminal. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += invisible.test(character) ? 0 : wide.test(character) ? 2 : 1
  return width
}
