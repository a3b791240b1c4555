/** Collects what is wrong, each mistake once: a base table checked for each of its children reports its own mistakes only once. */
import { sortDiagnostics } from '../diagnostic-order.ts'
import type { DiagnosticCode } from '../codes.ts'
import type { Diagnostic, RelatedPlace, Severity } from '../diagnostic.ts'
import type { SourceFile, Span } from '../source.ts'
import type { Name } from '../ast.ts'
import { gatherUnknown } from './unknown-names.ts'
import type { Told, UnknownName } from './unknown-names.ts'

export interface DiagnosticDetails {
  readonly label?: string | undefined
  readonly help?: string | undefined
  readonly related?: readonly RelatedPlace[] | undefined
  /** The name that is not there: its other uses belong to the same mistake. */
  readonly unknown?: UnknownName | undefined
}

/** Clauses in the wrong order, or given twice: all of the text was read. */
const readEvenSo: ReadonlySet<DiagnosticCode> = new Set(['E1006', 'E1007'])

export class Reporter {
  readonly #told: Told[] = []
  readonly #declared = new Map<string, readonly Name[]>()
  readonly #files: readonly SourceFile[]
  readonly #seen = new Set<string>()
  readonly #syntaxMistakes: readonly Diagnostic[]
  readonly #unreadWords: ReadonlySet<string>

  /** `syntaxMistakes`: what the parser has reported already. `files`: the project. */
  constructor(syntaxMistakes: readonly Diagnostic[] = [], files: readonly SourceFile[] = []) {
    this.#files = files
    this.#syntaxMistakes = syntaxMistakes.filter(({ code, severity }) => severity === 'error' && !readEvenSo.has(code))
    this.#unreadWords = new Set(this.#syntaxMistakes.flatMap(({ span }) => wordsAround(span)))
  }

  /** Whether the parser could not read all of it: what is missing there may be no mistake of its own. */
  isBroken(span: Span): boolean {
    return this.#syntaxMistakes.some(
      (mistake) => mistake.span.file === span.file && mistake.span.start <= span.end && mistake.span.end >= span.start,
    )
  }

  /** Whether a name stands so near to a syntax mistake that its declaration may not have been read. */
  isUnread(name: string): boolean {
    return this.#unreadWords.has(name)
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
    if (severity === 'error' && (this.#isThoughtIn(span) || this.#isBesideMistake(span))) return
    const identity = `${code} ${span.start} ${span.end} ${span.file.path} ${message}`
    if (this.#seen.has(identity)) return
    this.#seen.add(identity)
    const { label, help, related, unknown = null } = details
    const diagnostic: Diagnostic = {
      code,
      severity,
      message,
      span,
      ...(label === undefined ? {} : { label }),
      ...(related === undefined ? {} : { related }),
      ...(help === undefined ? {} : { help }),
    }
    this.#told.push({ diagnostic, unknown })
  }

  /** A name that the parser thought in has no text, and nobody to blame. */
  #isThoughtIn({ start, end }: Span): boolean {
    return start === end && this.hasSyntaxMistakes
  }

  /** What the parser could not read changes the meaning of what it touches. */
  #isBesideMistake({ file, start, end }: Span): boolean {
    return this.#syntaxMistakes.some(({ span }) => {
      if (span.file !== file) return false
      const [from, to] = span.start >= end ? [end, span.start] : [span.end, start]
      return from >= to || file.text.slice(from, to).trim() === ''
    })
  }

  /** What names of a scope mean, so that a name that is not there can be told to be another's misspelling. */
  declare(scope: string, names: Iterable<Name>): void {
    this.#declared.set(scope, [...names])
  }

  /** By file, then by place. */
  get diagnostics(): readonly Diagnostic[] {
    return sortDiagnostics(gatherUnknown(this.#told, this.#declared, this.#files))
  }
}

/** Of the line of a mistake, the one before it and the one behind. */
function wordsAround({ file: { text }, start, end }: Span): readonly string[] {
  const from = text.lastIndexOf('\n', text.lastIndexOf('\n', start - 1) - 1) + 1
  const lineEnd = text.indexOf('\n', end)
  const to = lineEnd < 0 ? text.length : text.indexOf('\n', lineEnd + 1)
  return text.slice(from, to < 0 ? text.length : to).match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []
}
