/**
 * Two mistakes in two statements of one program: whether both are told, or the one hides the other. Prints the figure and some that are
 * hidden. `MUTATIONS=all` tries ten times as many.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { tokenize } from '../../grammar/tokens.ts'
import { compile } from '../../src/compile.ts'
import type { Diagnostic } from '../../src/language/diagnostic.ts'
import { mutatedProjects, type MutatedProject } from '../support/mutated-projects.ts'

const pairsWanted = process.env['MUTATIONS'] === 'all' ? 3000 : 300
/** Prime, so that pairs of every distance occur. */
const step = 7919

/** A mistake, and what is said of it where it is the only one. */
interface Mistake extends MutatedProject {
  /** Offsets into the text before, and what stands there instead. */
  readonly start: number
  readonly end: number
  readonly text: string
  /** Which of the file's statements it is in; null: at a `;`, which changes what the statements are. */
  readonly statement: number | null
}

function mistakeOf(project: MutatedProject): Mistake {
  const { text: before } = project.file
  const { text: after } = project.mutation
  let start = 0
  while (start < after.length && before[start] === after[start]) start++
  let behind = 0
  while (behind < Math.min(before.length, after.length) - start && before.at(-1 - behind) === after.at(-1 - behind))
    behind++
  const end = before.length - behind
  const semicolons = tokenize(before).tokens.filter(({ image }) => image === ';')
  const touches = semicolons.some(({ startOffset }) => startOffset >= start && startOffset < end)
  return {
    ...project,
    start,
    end,
    text: after.slice(start, after.length - behind),
    statement: touches ? null : semicolons.filter(({ startOffset }) => startOffset < start).length,
  }
}

/** The lines that its messages point at. */
function linesTold(mistakes: readonly Mistake[]): ReadonlySet<string> {
  const files = mistakes[0].files.map(({ path, text }) => {
    const edits = mistakes.filter(({ file }) => file.path === path).toSorted((a, b) => b.start - a.start)
    return {
      path,
      text: edits.reduce((rest, { start, end, text: put }) => rest.slice(0, start) + put + rest.slice(end), text),
    }
  })
  const errors = compile(files).diagnostics.filter(({ severity }) => severity === 'error')
  return new Set(errors.map(lineOf))
}

function lineOf({ span: { file, start } }: Diagnostic): string {
  const from = file.text.lastIndexOf('\n', start - 1) + 1
  return `${file.path}: ${file.text.slice(from).split('\n', 1)[0]}`
}

function haveCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((each) => b.has(each))
}

function areApart(a: Mistake, b: Mistake): boolean {
  if (a.files !== b.files || a.statement === null || b.statement === null) return false
  return a.file !== b.file || a.statement !== b.statement
}

test('a mistake hides none in another statement', (t) => {
  const all = mutatedProjects.map(mistakeOf)
  const told = new Map<Mistake, ReadonlySet<string>>()
  const toldAlone = (mistake: Mistake): ReadonlySet<string> => {
    const known = told.get(mistake) ?? linesTold([mistake])
    told.set(mistake, known)
    return known
  }
  let pairs = 0
  const hidden: string[] = []
  for (let k = 0; pairs < pairsWanted && k < 100 * pairsWanted; k++) {
    const [a, b] = [all[(k * 31) % all.length], all[(k * step + Math.floor(k / all.length)) % all.length]]
    if (!areApart(a, b)) continue
    const [ofA, ofB] = [toldAlone(a), toldAlone(b)]
    if (ofA.size === 0 || ofB.size === 0 || haveCommon(ofA, ofB)) continue
    pairs++
    const both = linesTold([a, b])
    for (const [mistake, lines, other] of [
      [a, ofA, b],
      [b, ofB, a],
    ] as const) {
      if (!haveCommon(lines, both)) hidden.push(`${describe(mistake)} behind ${describe(other)}`)
    }
  }
  const share = 1 - hidden.length / pairs
  t.diagnostic(`${pairs} pairs; both told: ${(share * 100).toFixed(1)} %`)
  for (const each of hidden.slice(0, 20)) t.diagnostic(each)
  assert.ok(pairs >= 200)
  assert.ok(share >= 0.95, `${share}`)
})

function describe({ file, start, mutation }: Mistake): string {
  return `${file.path}:${file.text.slice(0, start).split('\n').length} ${mutation.description}`
}
