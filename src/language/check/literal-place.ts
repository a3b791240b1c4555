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

function sourceOffset({ value, span }: Text, offset: number): number {
  if (span.file.text.startsWith('$$', span.start)) return span.start + 2 + offset
  const quotesBefore = value.slice(0, offset).split("'").length - 1
  return span.start + 1 + offset + quotesBefore
}
