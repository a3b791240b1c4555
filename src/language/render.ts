/** Diagnostics as text for people: code, place, the line with carets under it, related places, the way out. */
import type { Diagnostic } from './diagnostic.ts'
import { sortDiagnostics } from './diagnostic-order.ts'
import { lineColumn, type Span } from './source.ts'
import { displayWidth, excerpt } from './render/line.ts'

export interface RenderOptions {
  readonly color: boolean
}

const styles = { error: '1;31', warning: '1;33', gutter: '1;34', strong: '1', help: '1;36' } as const
type Style = keyof typeof styles
type Paint = (style: Style, text: string) => string

/** The whole text, sorted by file and position, a blank line between two; ends with a newline unless empty. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], { color }: RenderOptions): string {
  const paint: Paint = (style, text) => (color ? `\u001b[${styles[style]}m${text}\u001b[0m` : text)
  return sortDiagnostics(diagnostics)
    .map((diagnostic) => `${render(diagnostic, paint)}\n`)
    .join('\n')
}

function render(diagnostic: Diagnostic, paint: Paint): string {
  const { code, severity, message, span, label, related = [], help } = diagnostic
  const lines = [span, ...related.map((each) => each.span)].map((each) => lineColumn(each.file, each.start).line)
  const width = String(Math.max(...lines)).length
  const margin = ' '.repeat(width)
  return [
    `${paint(severity, `${severity}[${code}]`)}${paint('strong', `: ${printable(message)}`)}`,
    ...place('-->', span, { mark: '^', style: severity, label, width }, paint),
    ...related.flatMap((each) =>
      place(':::', each.span, { mark: '-', style: 'gutter', label: each.label, width }, paint),
    ),
    ...(help === undefined ? [] : [`${margin} ${paint('gutter', '=')} ${paint('help', 'help')}: ${printable(help)}`]),
  ].join('\n')
}

interface Underline {
  readonly mark: '^' | '-'
  readonly style: Style
  readonly label: string | undefined
  /** Of the widest line number, in characters. */
  readonly width: number
}

/** Where it is, the (first) line of it, and the marks under it: at least one, though nothing be there. */
function place(arrow: string, span: Span, { mark, style, label, width }: Underline, paint: Paint): string[] {
  const { line, column } = lineColumn(span.file, span.start)
  const { before, marked, after } = excerpt(span)
  const margin = ' '.repeat(width)
  const bar = paint('gutter', '|')
  const marks = mark.repeat(Math.max(1, displayWidth(marked)))
  const said = label === undefined ? '' : ` ${printable(label)}`
  return [
    `${margin}${paint('gutter', arrow)} ${span.file.path}:${line}:${column}`,
    `${margin} ${bar}`,
    `${paint('gutter', String(line).padStart(width))} ${bar} ${before}${marked}${after}`.trimEnd(),
    `${margin} ${bar} ${' '.repeat(displayWidth(before))}${paint(style, marks + said)}`,
  ]
}

/** Messages quote what users wrote: one line, and nothing that a terminal would obey. */
function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}
