/** `sluice test --update`: what came out becomes what is expected, as far as SQL has a constant for it. */
import { compile } from '../compile.ts'
import type { Diagnostic } from '../language/diagnostic.ts'
import { rewriteExpectations, testCases } from '../language/format/expectations.ts'
import type { ColumnText, ExpectationChange, ExpectationText } from '../language/format/expectations.ts'
import type { SourceFile } from '../language/source.ts'
import type { Expectation } from '../model/model.ts'
import { literalText } from '../model/sql.ts'
import { runTableTests } from '../runtime/trial/table-test.ts'
import type { CaseResult } from '../runtime/trial/table-test.ts'
import { valuesEqual } from '../types/conversion/equal.ts'
import { nameText } from '../types/text.ts'
import { readPatterns } from './pattern-files.ts'

export interface UpdatedFile {
  readonly before: SourceFile
  readonly text: string
  /** Cases that are other ones now. */
  readonly count: number
}

export interface TestUpdate {
  /** Only those that change. */
  readonly files: readonly UpdatedFile[]
  /** Cases that stay as they are although they fail, and why. */
  readonly refused: readonly { readonly place: string; readonly reason: string }[]
}

/** Nothing is written. What is to be written has been tried: it compiles, and every changed case passes. */
export function updateTests(files: readonly SourceFile[], results: readonly CaseResult[]): TestUpdate {
  const places = results.map(({ testCase }) => testCase.place)
  const refused: { place: string; reason: string }[] = []
  let changes = results.flatMap(changeOf)
  for (;;) {
    const { files: updated, failures } = tryChanges(files, places, changes)
    if (failures.size === 0) return { files: updated, refused }
    refused.push(...[...failures].map(([place, reason]) => ({ place, reason })))
    changes = changes.filter(({ place }) => !failures.has(place))
  }
}

function changeOf({ testCase, update }: CaseResult): readonly ExpectationChange[] {
  return update === null ? [] : [{ place: testCase.place, expect: textOf(update, testCase.expect) }]
}

function textOf(update: Expectation, before: Expectation): ExpectationText {
  switch (update.kind) {
    case 'error':
      return { kind: 'error', word: update.code }
    case 'dropped':
      return { kind: 'dropped', word: update.reason }
    case 'rows':
      return {
        kind: 'rows',
        rows: update.rows.map(({ sinks, columns }, index) => {
          const old = before.kind === 'rows' ? before.rows[index]?.columns : undefined
          return {
            sinks: sinks?.map(nameText) ?? null,
            columns: columns.map(({ name, value: { value, type } }, at): ColumnText => {
              const stands = old?.[at]
              const isUnchanged = stands !== undefined && stands.name === name && valuesEqual(stands.value.value, value)
              return { name: nameText(name), value: literalText(value, type), isUnchanged }
            }),
          }
        }),
      }
  }
}

interface Trial {
  readonly files: readonly UpdatedFile[]
  /** Of changed cases, by the places before the changes; why. */
  readonly failures: ReadonlyMap<string, string>
}

/** `places`: of all cases, in the order in which they run; it stays, whatever their places are afterwards. */
function tryChanges(
  files: readonly SourceFile[],
  places: readonly string[],
  changes: readonly ExpectationChange[],
): Trial {
  const updated: UpdatedFile[] = []
  const after = files.map((before): SourceFile => {
    const text = rewriteExpectations(before, changes)
    const count = changes.filter(({ place }) => pathOf(place) === before.path).length
    if (text !== before.text) updated.push({ before, text, count })
    return { path: before.path, text }
  })
  return { files: updated, failures: failuresOf(after, places, changes) }
}

function pathOf(place: string): string {
  return place.replace(/:\d+:\d+$/, '')
}

function failuresOf(
  files: readonly SourceFile[],
  places: readonly string[],
  changes: readonly ExpectationChange[],
): ReadonlyMap<string, string> {
  const changed = new Set(changes.map(({ place }) => place))
  const { model, plan, diagnostics } = compile(files, readPatterns)
  const failed =
    plan === null
      ? mistakes(files, diagnostics)
      : runTableTests(model).map(({ differences }) => (differences.length === 0 ? null : differences.join('; ')))
  const failures = new Map<string, string>()
  for (const [index, reason] of failed.entries()) {
    if (reason !== null && changed.has(places[index])) failures.set(places[index], reason)
  }
  if (plan !== null || failures.size > 0) return failures
  return new Map([...changed].map((place) => [place, diagnostics[0].message]))
}

/** By case: the first mistake in it. */
function mistakes(files: readonly SourceFile[], diagnostics: readonly Diagnostic[]): readonly (string | null)[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  return files.flatMap((file) =>
    testCases(file).map(({ span: { start, end } }) => {
      const mistake = errors.find(({ span }) => span.file === file && span.start >= start && span.start < end)
      return mistake?.message ?? null
    }),
  )
}
