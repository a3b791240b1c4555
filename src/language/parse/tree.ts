/** Tokens of one statement to the grammar's tree: the one place that holds parsers. */
import type { IRecognitionException, IToken } from '../../../grammar/chevrotain.ts'
import type { StatementCstNode } from '../../../grammar/cst.ts'
import { SluiceParser } from '../../../grammar/parser.ts'
import { bracketTooDeep } from './depth.ts'
import { expectations } from './expected.ts'

/** Made at the first use, since its analysis of the grammar takes some ten milliseconds. */
let parser: SluiceParser | null = null
let strictParser: SluiceParser | null = null

export interface Tree {
  readonly tree: StatementCstNode
  readonly errors: readonly IRecognitionException[]
}

/** With recovery: the tree has holes where there are errors. The tokens' brackets have been checked. */
export function treeOf(tokens: readonly IToken[]): Tree {
  parser ??= new SluiceParser(expectations)
  const tree = parser.parseStatement([...tokens]) as StatementCstNode
  return { tree, errors: parser.errors }
}

/** Whether the grammar reads all of it; cheaper than a tree with holes, and right for any tokens. */
export function isReadable(tokens: readonly IToken[]): boolean {
  if (bracketTooDeep(tokens) !== null) return false
  strictParser ??= new SluiceParser(expectations, { recovers: false })
  strictParser.parseStatement([...tokens])
  return strictParser.errors.length === 0
}
