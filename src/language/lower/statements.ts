/** Statements: concrete tree to syntax tree. */
import type * as cst from '../../../grammar/cst.ts'
import type { ExpectNode, Statement, TestCaseNode, TestStatement } from '../ast.ts'
import type { Span } from '../source.ts'
import { child, complete, lowerName, lowerOption, lowerText, spanOf, type Lowering } from './cst.ts'
import { lowerExpression } from './expressions.ts'
import { lowerFunction } from './functions.ts'
import { lowerOptions } from './runs.ts'
import { lowerSink } from './sinks.ts'
import { lowerTable } from './tables.ts'

/** `span` is the statement's without its `;`. Throws Incomplete where too little of it could be read. */
export function lowerStatement(lowering: Lowering, node: cst.StatementCstNode, span: Span): Statement {
  const { setStatement, createSource, createTable, createSink, createFunction, testStatement } = node.children
  if (createTable !== undefined) return lowerTable(lowering, child(createTable), span)
  if (createSink !== undefined) return lowerSink(lowering, child(createSink), span)
  if (createFunction !== undefined) return lowerFunction(lowering, child(createFunction), span)
  if (createSource !== undefined) {
    const { name, options } = child(createSource).children
    return {
      kind: 'create-source',
      span,
      name: lowerName(lowering, child(name)),
      options: options === undefined ? [] : lowerOptions(lowering, child(options)),
    }
  }
  if (setStatement !== undefined) {
    const { key, value } = lowerOption(lowering, child(child(setStatement).children.pair))
    return { kind: 'set', span, key, value }
  }
  return lowerTest(lowering, child(testStatement), span)
}

function lowerTest(lowering: Lowering, node: cst.TestStatementCstNode, span: Span): TestStatement {
  return {
    kind: 'test',
    span,
    table: lowerName(lowering, child(node.children.name)),
    cases: complete(node.children.testCase, (each) => lowerCase(lowering, each)),
  }
}

function lowerCase(lowering: Lowering, node: cst.TestCaseCstNode): TestCaseNode {
  return {
    span: spanOf(lowering, node),
    given: lowerText(lowering, child(node.children.text)),
    expect: lowerExpect(lowering, node),
  }
}

function lowerExpect(lowering: Lowering, { children }: cst.TestCaseCstNode): ExpectNode {
  const { expectedRow, ERROR, text } = children
  if (expectedRow === undefined) {
    const outcome = lowerText(lowering, child(text, 1))
    return ERROR === undefined
      ? { kind: 'dropped', span: outcome.span, reason: outcome }
      : { kind: 'error', span: outcome.span, code: outcome }
  }
  const node = child(expectedRow)
  const columns = complete(node.children.expectedColumn, (each) => ({
    span: spanOf(lowering, each),
    name: lowerName(lowering, child(each.children.name)),
    value: lowerExpression(lowering, child(each.children.expression)),
  }))
  return { kind: 'row', span: spanOf(lowering, node), columns }
}
