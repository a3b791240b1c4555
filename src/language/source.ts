/** Source text and places in it. Offsets are UTF-16 code units; lines and columns are 1-based, columns count code points. */

export interface SourceFile {
  /** As given on the command line, with `/`; it is what messages show. */
  readonly path: string
  readonly text: string
}

export interface Span {
  readonly file: SourceFile
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

export interface LineColumn {
  readonly line: number
  readonly column: number
}

export function lineColumn(file: SourceFile, offset: number): LineColumn {
  let line = 1
  let lineStart = 0
  for (let next = file.text.indexOf('\n'); next >= 0 && next < offset; next = file.text.indexOf('\n', next + 1)) {
    line++
    lineStart = next + 1
  }
  return { line, column: [...file.text.slice(lineStart, offset)].length + 1 }
}

/** `file:line:column`, the form in which error streams and messages name a clause. */
export function placeOf(span: Span): string {
  const { line, column } = lineColumn(span.file, span.start)
  return `${span.file.path}:${line}:${column}`
}

export function joinSpans(first: Span, last: Span): Span {
  return { file: first.file, start: first.start, end: last.end }
}
