/** What stands behind the arguments of the JSON functions: RETURNING, WRAPPER, ON EMPTY, ON ERROR, ON NULL. */
import type { IToken } from '../../../grammar/chevrotain.ts'
import type * as cst from '../../../grammar/cst.ts'
import type { CallClause, ClauseBehaviour } from '../ast.ts'
import type { Span } from '../source.ts'
import type { Readers } from './calls.ts'
import { child, lowerName, spanOf, type Lowering } from './cst.ts'
import { lowerType } from './types.ts'

type OnClause = Extract<CallClause, { readonly kind: 'on' }>

export function lowerJsonClause(lowering: Lowering, node: cst.ArgumentClauseCstNode, readers: Readers): CallClause {
  const span = spanOf(lowering, node)
  const { returningClause, wrapperClause, onClause } = node.children
  if (returningClause !== undefined) {
    return { kind: 'returning', span, type: lowerType(lowering, child(child(returningClause).children.type)) }
  }
  if (wrapperClause !== undefined) {
    const { WITHOUT, CONDITIONAL } = child(wrapperClause).children
    const wrapper = WITHOUT !== undefined ? 'without' : CONDITIONAL !== undefined ? 'conditional' : 'unconditional'
    return { kind: 'wrapper', span, wrapper }
  }
  return lowerOn(lowering, child(onClause), span, readers)
}

function lowerOn(lowering: Lowering, node: cst.OnClauseCstNode, span: Span, readers: Readers): CallClause {
  const { behaviour, event, name, concatenation } = node.children
  const on = { kind: 'on', span, event: wordOf(event) as OnClause['event'], value: null } as const
  if (concatenation !== undefined) {
    return { ...on, behaviour: 'default', value: readers.concatenation(lowering, child(concatenation)) }
  }
  if (name === undefined) return { ...on, behaviour: wordOf(behaviour) as ClauseBehaviour }
  const { text, span: place } = lowerName(lowering, child(name))
  const isObject = text.toUpperCase() === 'OBJECT'
  if (!isObject && text.toUpperCase() !== 'ARRAY') {
    lowering.report({
      code: 'E1001',
      severity: 'error',
      message: `unexpected \`${text}\``,
      span: place,
      label: 'expected `ARRAY` or `OBJECT`',
    })
  }
  return { ...on, behaviour: isObject ? 'empty-object' : 'empty-array' }
}

function wordOf(tokens: readonly IToken[] | undefined): string {
  return child(tokens).image.toLowerCase()
}
