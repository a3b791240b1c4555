/** From the text of all files to the plan that runs: the whole compiler, step by step. */
import { readNoPatterns } from './grok/pattern-files.ts'
import type { ReadPatterns } from './grok/pattern-files.ts'
import { check } from './language/check/index.ts'
import type { Diagnostic } from './language/diagnostic.ts'
import { lint } from './language/lint/index.ts'
import { atTheirLevels } from './language/lint/levels.ts'
import { parse } from './language/parse.ts'
import type { SourceFile } from './language/source.ts'
import type { Model } from './model/model.ts'
import { buildPlan } from './plan/build.ts'
import type { Plan } from './plan/plan.ts'

export interface Compiled {
  /** Whole only where there is a plan. */
  readonly model: Model
  /** Null where a diagnostic is an error. */
  readonly plan: Plan | null
  /** Errors and warnings, by file in the order given, then by place. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Pure: the same files (of patterns too) give the same plan. Never throws, whatever the text. */
export function compile(files: readonly SourceFile[], readPatterns: ReadPatterns = readNoPatterns): Compiled {
  const parsed = files.map((file) => parse(file))
  const texts = parsed.map(({ source }) => source)
  const syntaxMistakes = parsed.flatMap(({ diagnostics }) => diagnostics)
  const checked = check(texts, syntaxMistakes, readPatterns)
  const mistakes = [...syntaxMistakes, ...checked.diagnostics]
  const isRight = mistakes.every(({ severity }) => severity !== 'error')
  const lints = isRight ? lint(checked, texts) : []
  const diagnostics = inOrder(atTheirLevels([...mistakes, ...lints], texts), files)
  const plan = diagnostics.every(({ severity }) => severity !== 'error') ? buildPlan(checked.model) : null
  return { model: checked.model, plan, diagnostics }
}

function inOrder(diagnostics: readonly Diagnostic[], files: readonly SourceFile[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) => files.indexOf(a.span.file) - files.indexOf(b.span.file) || a.span.start - b.span.start,
  )
}
