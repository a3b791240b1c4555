/** Splitter: a row goes to every sink whose condition is TRUE; one that goes to none is dropped as `unrouted`. */
import type { SplitterNode } from '../../plan/plan.ts'
import type { Failure } from '../../types/value.ts'
import { chunkRowsMax } from '../chunk.ts'
import type { Chunk } from '../chunk.ts'
import { bindCondition } from '../evaluate/condition.ts'
import type { BoundCondition } from '../evaluate/condition.ts'
import type { Binding } from '../evaluate/evaluator.ts'
import { codeOf } from '../failures.ts'
import { whereTrue } from '../kernels/select.ts'
import type { RowSink } from '../ports.ts'
import type { Selection } from '../selection.ts'
import { bindLoader } from './loader.ts'
import type { LoaderStage } from './loader.ts'

export interface SplitterStage {
  /** Evaluates the conditions, then has the sinks encode their rows. */
  run(chunk: Chunk): void
  /** The sinks keep what they encoded, once it is known that all of them can. */
  settle(chunk: Chunk): void
}

interface BoundBranch {
  readonly sink: string
  readonly condition: BoundCondition | null
  readonly loader: LoaderStage
}

/** What a condition said: whose rows, and which rows it failed in. */
interface Verdict {
  readonly selection: Selection
  readonly failed: readonly { readonly row: number; readonly reason: Failure }[]
}

export function bindSplitter(
  node: SplitterNode,
  binding: Binding,
  sinkNamed: (name: string) => RowSink,
): SplitterStage {
  const branches: readonly BoundBranch[] = node.branches.map((branch) => ({
    sink: branch.sink,
    condition: branch.condition === null ? null : bindCondition(branch.condition, binding),
    loader: bindLoader(branch.loader, binding.columnIndex, sinkNamed(branch.sink)),
  }))
  let routed = new Uint8Array(chunkRowsMax)
  return {
    run(chunk) {
      if (branches.length === 0) return
      if (routed.length < chunk.rowCount) routed = new Uint8Array(chunk.rowCount)
      routed.fill(0, 0, chunk.rowCount)
      const verdicts = branches.map(({ condition }) => judge(chunk, condition))
      if (chunk.isUnnested) branches.forEach(({ loader }, index) => loader.measure(chunk, verdicts[index].selection))
      branches.forEach((branch, index) => load(chunk, branch, verdicts[index], routed))
      dropUnrouted(chunk, routed)
    },
    settle(chunk) {
      for (const { loader } of branches) loader.settle(chunk)
    },
  }
}

/** All conditions are evaluated before anything is encoded: they need the arena, and a full one undoes the chunk. */
function judge(chunk: Chunk, condition: BoundCondition | null): Verdict {
  const { failures } = chunk
  const live: Selection = { rows: chunk.live.rows.slice(0, chunk.live.count), count: chunk.live.count }
  // Where no row is left, columns may have no values to look at.
  if (condition === null || live.count === 0) return { selection: live, failed: [] }
  const selection = whereTrue(condition.judge(chunk, live, failures), live)
  const failed = failures.rowsInOrder().map((row) => ({ row, reason: failures.reasonOf(row) }))
  failures.clear()
  return { selection, failed }
}

/** In order of the sinks' names, so that the first error of a record is always the same one. */
function load(chunk: Chunk, { sink, condition, loader }: BoundBranch, verdict: Verdict, routed: Uint8Array): void {
  for (const { row, reason } of verdict.failed) {
    chunk.raise(row, {
      code: codeOf(reason),
      stage: 'splitter',
      column: null,
      sink,
      message: reason.message,
      place: condition?.place ?? '',
    })
  }
  const { selection } = verdict
  for (let k = 0; k < selection.count; k++) routed[selection.rows[k]] = 1
  loader.prepare(chunk, chunk.stillLive(selection))
  chunk.narrow()
}

function dropUnrouted(chunk: Chunk, routed: Uint8Array): void {
  for (let k = 0; k < chunk.live.count; k++) {
    const row = chunk.live.rows[k]
    if (routed[row] === 0) chunk.drop(row, 'unrouted')
  }
  chunk.narrow()
}
