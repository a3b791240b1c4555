/** From a place in a literal's value to its place in the source, for carets inside patterns. */
import type { Text } from '../ast.ts'
import type { Span } from '../source.ts'

/** `start` and `end` count UTF-16 units of the value; an empty range becomes one character wide where it can. */
export function spanInLiteral(literal: Text, start: number, end: number): Span {
  const { file } = literal.span
  const from = sourceOffset(literal, start)
  const to = Math.max(sourceOffset(literal, end), Math.min(from + 1, literal.span.end))
  return { file, start: from, end: to }
}

/** Of each of the names that an option's literal has between `;`; of those that the environment gives, the literal's. */
export function spansOfNames(literal: Text, names: readonly string[]): readonly Span[] {
  let at = 0
  const written = literal.value.split(';').map((piece) => {
    const name = piece.trim()
    const start = at + piece.indexOf(name)
    at += piece.length + 1
    return { name, start }
  })
  return names.map((name, index) => {
    const place = written[index]
    return place?.name === name ? spanInLiteral(literal, place.start, place.start + name.length) : literal.span
  })
}

function sourceOffset({ value, span }: Text, offset: number): number {
  if (span.file.text.startsWith('$$', span.start)) return span.start + 2 + offset
  const quotesBefore = value.slice(0, offset).split("'").length - 1
  return span.start + 1 + offset + quotesBefore
}
