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
  const starts = lineStarts(file)
  let line = 1
  let beyond = starts.length + 1
  while (beyond - line > 1) {
    const middle = (line + beyond) >> 1
    if (starts[middle - 1] <= offset) line = middle
    else beyond = middle
  }
  return { line, column: [...file.text.slice(starts[line - 1], offset)].length + 1 }
}

const startsOfFiles = new WeakMap<SourceFile, readonly number[]>()

/** Where each line begins; found once, since every clause of a program is asked for its place. */
function lineStarts(file: SourceFile): readonly number[] {
  const known = startsOfFiles.get(file)
  if (known !== undefined) return known
  const starts = [0]
  for (let next = file.text.indexOf('\n'); next >= 0; next = file.text.indexOf('\n', next + 1)) starts.push(next + 1)
  startsOfFiles.set(file, starts)
  return starts
}

/** `file:line:column`, the form in which error streams and messages name a clause. */
export function placeOf(span: Span): string {
  const { line, column } = lineColumn(span.file, span.start)
  return `${span.file.path}:${line}:${column}`
}

export function joinSpans(first: Span, last: Span): Span {
  return { file: first.file, start: first.start, end: last.end }
}
