/** Lists whose commas may be missing: the grammar reads on, and the mistake is reported here. */
import type { CstNode } from '../../../grammar/chevrotain.ts'
import type { OptionsCstNode } from '../../../grammar/cst.ts'
import type { Option } from '../ast.ts'
import { complete, lowerOption, spanOf, type Lowering } from './cst.ts'

/** All items; E1001 between two of one run, at the place where the comma belongs. */
export function membersOfRuns<T extends CstNode>(
  lowering: Lowering,
  runs: readonly (readonly T[])[],
  what: string,
): readonly T[] {
  for (const run of runs) {
    for (const item of run.slice(0, -1)) reportMissingComma(lowering, item, what)
  }
  return runs.flat()
}

function reportMissingComma(lowering: Lowering, item: CstNode, what: string): void {
  const { file, end } = spanOf(lowering, item)
  lowering.report({
    code: 'E1001',
    severity: 'error',
    message: `missing \`,\` after this ${what}`,
    span: { file, start: end, end },
    label: 'expected `,` here',
  })
}

export function lowerOptions(lowering: Lowering, node: OptionsCstNode): readonly Option[] {
  const runs = (node.children.optionRun ?? []).map((run) => run.children.pair ?? [])
  return complete(membersOfRuns(lowering, runs, 'option'), (each) => lowerOption(lowering, each))
}
