/**
 * How well single mistakes are told: messages per mistake, and how often the caret is on it. Prints both figures and the worst
 * ten. `MUTATIONS=all` takes every mutation of every program rather than some hundreds.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { compile } from '../../src/compile.ts'
import type { Diagnostic } from '../../src/language/diagnostic.ts'
import { renderDiagnostics } from '../../src/language/render.ts'
import { mutatedProjects, someOf, type MutatedProject } from '../support/mutated-projects.ts'
import type { Mutation } from '../support/mutations.ts'

interface Told {
  readonly mutation: Mutation
  readonly path: string
  readonly errors: readonly Diagnostic[]
  readonly isHit: boolean
}

function tell({ files, file, mutation }: MutatedProject): Told {
  const mutated = files.map((each) => (each === file ? { path: file.path, text: mutation.text } : each))
  const errors = compile(mutated).diagnostics.filter(({ severity }) => severity === 'error')
  return { mutation, path: file.path, errors, isHit: errors.some((each) => isOn(each, mutation, file.path)) }
}

function isOn({ span, related = [] }: Diagnostic, mutation: Mutation, path: string): boolean {
  return [span, ...related.map((each) => each.span)].some(
    ({ file, start, end }) => file.path === path && start <= mutation.end && end >= mutation.start,
  )
}

test('one mistake, one message, and the caret on it', (t) => {
  const told = someOf(mutatedProjects, 400).map(tell)
  // Some mutations make another program that is right: a column more is NULLable, an alias has gone.
  const mistakes = told.filter(({ errors }) => errors.length > 0)
  const messages = mistakes.reduce((sum, { errors }) => sum + errors.length, 0) / mistakes.length
  const onPlace = mistakes.filter(({ isHit }) => isHit).length / mistakes.length
  const single = mistakes.filter(({ errors }) => errors.length === 1).length / mistakes.length
  t.diagnostic(`${told.length} mutations, ${mistakes.length} of them mistakes`)
  t.diagnostic(
    `${messages.toFixed(2)} messages a mistake; one message only: ${percent(single)}; caret on the mistake: ${percent(onPlace)}`,
  )
  const worst = mistakes.toSorted((a, b) => badness(b) - badness(a)).slice(0, 10)
  for (const each of worst) t.diagnostic(describe(each))
  assert.ok(mistakes.length >= 200)
  assert.ok(messages < 1.1, `${messages} messages a mistake`)
  assert.ok(single > 0.92, `${percent(single)} with one message only`)
  assert.ok(onPlace > 0.91, `${percent(onPlace)} on the mistake`)
})

/** Messages, and as many as two for a caret elsewhere. */
function badness({ errors, isHit }: Told): number {
  return errors.length + (isHit ? 0 : 2)
}

function describe({ mutation, path, errors, isHit }: Told): string {
  const line = mutation.text.slice(0, mutation.start).split('\n').length
  return `${path}:${line} ${mutation.description}: ${errors.length} messages, caret ${isHit ? 'on it' : 'elsewhere'}\n${renderDiagnostics(errors.slice(0, 3), { color: false })}`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
