/** Collects what is wrong, each mistake once: a base table checked for each of its children reports its own mistakes only once. */
import type { DiagnosticCode } from '../codes.ts'
import type { Diagnostic, RelatedPlace, Severity } from '../diagnostic.ts'
import type { Span } from '../source.ts'

export interface DiagnosticDetails {
  readonly label?: string | undefined
  readonly help?: string | undefined
  readonly related?: readonly RelatedPlace[] | undefined
}

export class Reporter {
  readonly #diagnostics: Diagnostic[] = []
  readonly #seen = new Set<string>()
  readonly #syntaxMistakes: readonly Diagnostic[]

  /** `syntaxMistakes`: what the parser has reported already. */
  constructor(syntaxMistakes: readonly Diagnostic[] = []) {
    this.#syntaxMistakes = syntaxMistakes.filter(({ severity }) => severity === 'error')
  }

  /** Whether the parser could not read all of it: what is missing there may be no mistake of its own. */
  isBroken(span: Span): boolean {
    return this.#syntaxMistakes.some(
      (mistake) => mistake.span.file === span.file && mistake.span.start <= span.end && mistake.span.end >= span.start,
    )
  }

  get hasSyntaxMistakes(): boolean {
    return this.#syntaxMistakes.length > 0
  }

  error(code: DiagnosticCode, span: Span, message: string, details: DiagnosticDetails = {}): void {
    this.#add('error', code, span, message, details)
  }

  warning(code: DiagnosticCode, span: Span, message: string, details: DiagnosticDetails = {}): void {
    this.#add('warning', code, span, message, details)
  }

  #add(severity: Severity, code: DiagnosticCode, span: Span, message: string, details: DiagnosticDetails): void {
    const identity = `${code} ${span.start} ${span.end} ${span.file.path} ${message}`
    if (this.#seen.has(identity)) return
    this.#seen.add(identity)
    const { label, help, related } = details
    this.#diagnostics.push({
      code,
      severity,
      message,
      span,
      ...(label === undefined ? {} : { label }),
      ...(related === undefined ? {} : { related }),
      ...(help === undefined ? {} : { help }),
    })
  }

  /** By file, then by place. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics.toSorted(
      (a, b) =>
        compareText(a.span.file.path, b.span.file.path) || a.span.start - b.span.start || compareText(a.code, b.code),
    )
  }
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
