/** CREATE SINK: where the rows of a table go. */
import type * as cst from '../../../grammar/cst.ts'
import type { CreateSink, Name, Option, SelectItem, SinkFrom } from '../ast.ts'
import type { Span } from '../source.ts'
import { attempt, child, complete, lowerName, spanOf, type Lowering } from './cst.ts'
import { lowerExpression } from './expressions.ts'
import { checkOrder, type PlacedClause } from './order.ts'
import { lowerOptions } from './runs.ts'

const clauseOrder =
  'CREATE SINK name [PARTITIONED BY (columns)] WITH (options) AS SELECT … FROM table [WHERE condition]'

interface Clauses {
  partitionedBy: readonly Name[]
  options: readonly Option[]
}

export function lowerSink(lowering: Lowering, node: cst.CreateSinkCstNode, span: Span): CreateSink {
  const name = lowerName(lowering, child(node.children.name))
  const clauses: Clauses = { partitionedBy: [], options: [] }
  const placed: PlacedClause[] = []
  for (const clause of node.children.sinkClause ?? []) {
    const place = attempt(() => lowerClause(lowering, clause, clauses))
    if (place !== null) placed.push(place)
  }
  checkOrder(lowering, placed, clauseOrder)
  const { selectList, sinkFrom, whereClause } = child(node.children.select).children
  const list = child(selectList)
  return {
    kind: 'create-sink',
    span,
    name,
    ...clauses,
    items:
      list.children.Star === undefined ? complete(list.children.selectItem, (each) => lowerItem(lowering, each)) : null,
    itemsSpan: spanOf(lowering, list),
    from: lowerFrom(lowering, child(sinkFrom)),
    where:
      whereClause === undefined
        ? null
        : attempt(() => lowerExpression(lowering, child(child(whereClause).children.expression))),
  }
}

function lowerClause(lowering: Lowering, node: cst.SinkClauseCstNode, clauses: Clauses): PlacedClause {
  const span = spanOf(lowering, node)
  const { names, options } = node.children
  if (names !== undefined) {
    clauses.partitionedBy = complete(child(names).children.name, (each) => lowerName(lowering, each))
    return { name: 'PARTITIONED BY', rank: 0, once: 'PARTITIONED BY', span }
  }
  clauses.options = lowerOptions(lowering, child(options))
  return { name: 'WITH', rank: 1, once: 'WITH', span }
}

function lowerItem(lowering: Lowering, node: cst.SelectItemCstNode): SelectItem {
  const { expression, name } = node.children
  return {
    span: spanOf(lowering, node),
    expression: lowerExpression(lowering, child(expression)),
    alias: name === undefined ? null : lowerName(lowering, child(name)),
  }
}

function lowerFrom(lowering: Lowering, node: cst.SinkFromCstNode): SinkFrom {
  const { ERRORS, UNCLAIMED, name } = node.children
  const kind = ERRORS !== undefined ? 'errors' : UNCLAIMED !== undefined ? 'unclaimed' : 'table'
  return { kind, span: spanOf(lowering, node), name: lowerName(lowering, child(name)) }
}
