/** What is wrong with a program, as its author sees it: code, place, cause, hint. Bad data is a RowError, not this. */
import type { Span } from './source.ts'
import type { DiagnosticCode } from './codes.ts'

export type Severity = 'error' | 'warning'

export interface RelatedPlace {
  readonly span: Span
  readonly label: string
}

export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** One line, what is wrong: "unknown column `rol_id`". */
  readonly message: string
  /** Where; shown with a caret line under it. */
  readonly span: Span
  /** Beside the carets: "not a column of `role_login`". */
  readonly label?: string
  readonly related?: readonly RelatedPlace[]
  /** The way out: "did you mean `role_id`?". */
  readonly help?: string
}
