/** Statements: concrete tree to syntax tree. */
import type * as cst from '../../../grammar/cst.ts'
import type { ExpectedRowNode, ExpectNode, Statement, TestCaseNode, TestStatement } from '../ast.ts'
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
  const { text, options } = node.children
  return {
    span: spanOf(lowering, node),
    given: lowerText(lowering, child(text)),
    metadata: options === undefined ? [] : lowerOptions(lowering, child(options)),
    expect: lowerExpect(lowering, node),
  }
}

function lowerExpect(lowering: Lowering, { children }: cst.TestCaseCstNode): ExpectNode {
  const { expectedRows, ERROR, text } = children
  if (expectedRows === undefined) {
    const outcome = lowerText(lowering, child(text, 1))
    return ERROR === undefined
      ? { kind: 'dropped', span: outcome.span, reason: outcome }
      : { kind: 'error', span: outcome.span, code: outcome }
  }
  const node = child(expectedRows)
  const rows = complete(node.children.expectedRow, (each) => lowerRow(lowering, each))
  return { kind: 'rows', span: spanOf(lowering, node), rows }
}

function lowerRow(lowering: Lowering, node: cst.ExpectedRowCstNode): ExpectedRowNode {
  const { expectedSinks } = node.children
  const sinks =
    expectedSinks === undefined
      ? null
      : complete(child(expectedSinks).children.name, (each) => lowerName(lowering, each))
  const columns = complete(node.children.expectedColumn, (each) => ({
    span: spanOf(lowering, each),
    name: lowerName(lowering, child(each.children.name)),
    value: lowerExpression(lowering, child(each.children.expression)),
  }))
  return { span: spanOf(lowering, node), sinks, columns }
}
