/** GROK: what the patterns capture, as a document. */
import { groupNumber, keepGroups } from '../../grok/groups.ts'
import type { GrokStep } from '../../model/model.ts'
import type { ParserNode } from '../../plan/plan.ts'
import { applyNullLiterals } from '../kernels/null-literals.ts'
import { compileRegex } from '../kernels/regex-compile.ts'
import { bindGroups, matchRegexes } from '../kernels/regex.ts'
import type { RegexMatcher } from '../kernels/regex.ts'
import type { Memory } from '../memory.ts'
import { takeSlices } from '../slices.ts'
import { bindWrittenDocuments, memberNames } from './flat-document.ts'
import { planTree, treeBytesMax, writeTree } from './grok-tree.ts'
import type { Leaf } from './grok-tree.ts'
import { bytesOf } from './parse-step.ts'
import type { ParseTexts } from './parse-step.ts'

/** `asJson`: whether something reads the document's values as JSON. */
export function bindGrokStep(step: GrokStep, node: ParserNode, asJson: boolean, memory: Memory): ParseTexts {
  const leaves = leavesOf(step)
  const { paths, rest } = node.documents[step.document]
  const wanted = paths.map((path) => leaves.findIndex((leaf) => sameNames(leaf.path, memberNames(path))))
  if (rest || asJson || wanted.includes(-1)) return bindWritten(step, node, leaves, memory)

  const matcher = bindMatcher(
    memory,
    step,
    wanted.map((index) => leaves[index]),
  )
  const literals = bytesOf(step.nullLiterals)
  return (chunk, texts, selection, report) => {
    const places = wanted.map(() => takeSlices(chunk.memory, chunk.rowCount))
    matchRegexes(matcher, chunk.memory, texts, selection, places, report)
    for (const slices of places) applyNullLiterals(literals, chunk.memory, slices, selection)
    chunk.documents[step.document] = places
  }
}

function bindWritten(step: GrokStep, node: ParserNode, leaves: readonly Leaf[], memory: Memory): ParseTexts {
  const matcher = bindMatcher(memory, step, leaves)
  const tree = planTree(leaves)
  const writeDocuments = bindWrittenDocuments(step, node, memory)
  return (chunk, texts, selection, report) => {
    const places = leaves.map(() => takeSlices(memory, chunk.rowCount))
    const failed = new Uint8Array(chunk.rowCount)
    matchRegexes(matcher, memory, texts, selection, places, (row, message) => {
      failed[row] = 1
      report(row, message)
    })
    const rows = selection.rows.subarray(0, selection.count).filter((row) => failed[row] === 0)
    writeDocuments(
      chunk,
      { rows, count: rows.length },
      (row) => treeBytesMax(tree, places, row),
      (row, target) => writeTree(tree, memory, places, row, target),
    )
  }
}

/** Each place once, in the order of the patterns. */
function leavesOf({ patterns }: GrokStep): readonly Leaf[] {
  const leaves = new Map<string, Leaf>()
  for (const { path, isNumber } of patterns.flatMap(({ captures }) => captures)) {
    const key = JSON.stringify(path)
    leaves.set(key, { path, isNumber: isNumber || (leaves.get(key)?.isNumber ?? false) })
  }
  return [...leaves.values()]
}

/** Captures only what is read: the output of a leaf is its index. */
function bindMatcher(memory: Memory, { patterns }: GrokStep, leaves: readonly Leaf[]): RegexMatcher {
  const leafOf = patterns.map(({ captures }) =>
    captures.map(({ path }) => leaves.findIndex((leaf) => sameNames(leaf.path, path))),
  )
  const regexes = patterns.map(({ regex }, which) => {
    const kept = new Set(leafOf[which].flatMap((leaf, group) => (leaf < 0 ? [] : [group])))
    return compileRegex(keepGroups(regex, kept))
  })
  return bindGroups(memory, regexes, (which, group) => leafOf[which][groupNumber(group)])
}

function sameNames(a: readonly string[], b: readonly string[] | null): boolean {
  return b !== null && a.length === b.length && a.every((name, i) => name === b[i])
}
