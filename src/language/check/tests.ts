/** `TEST table`: what is expected is bound and typed as the table's columns are. */
import { dropReasons, rowErrorCodes } from '../../model/model.ts'
import type { Expectation, TableTest, TestCase } from '../../model/model.ts'
import type { ExpectNode, TestStatement } from '../ast.ts'
import { placeOf } from '../source.ts'
import type { Span } from '../source.ts'
import { findTable } from './catalog.ts'
import type { Context } from './context.ts'
import { bindConstant } from './expressions/constant-places.ts'
import { reportUnknownColumn } from './expressions/scope.ts'
import { didYouMean, listOf } from './nearest.ts'
import type { CheckedTable } from './tables.ts'
import type { Reporter } from './reporter.ts'

export function checkTest(
  node: TestStatement,
  tables: ReadonlyMap<string, CheckedTable>,
  context: Context,
): TableTest | null {
  const { catalog, report } = context
  const declared = findTable(node.table, catalog, report)
  const table = declared === null ? undefined : tables.get(declared.name.text)
  if (declared?.abstract === true) {
    report.error('E2010', node.table.span, `\`${declared.name.text}\` is ABSTRACT: it has no rows to test`, {
      label: 'a table with rows is needed here',
      help: 'test a table that is LIKE it',
    })
  }
  if (table === undefined) return null
  const cases = node.cases.flatMap(({ given, expect, span }): readonly TestCase[] => {
    const expectation = checkExpectation(expect, table, context)
    return expectation === null ? [] : [{ given: given.value, expect: expectation, place: placeOf(span) }]
  })
  return table.table === null ? null : { table: table.name, cases, place: placeOf(node.span) }
}

function checkExpectation(node: ExpectNode, table: CheckedTable, context: Context): Expectation | null {
  const { report } = context
  switch (node.kind) {
    case 'row':
      return checkRow(node, table, context)
    case 'error': {
      const code = rowErrorCodes.find((known) => known === node.code.value)
      if (code === undefined) reportWord(node.code, 'error code', rowErrorCodes, report)
      return code === undefined ? null : { kind: 'error', code }
    }
    case 'dropped': {
      const reason = dropReasons.find((known) => known === node.reason.value)
      if (reason === undefined) reportWord(node.reason, 'reason', dropReasons, report)
      return reason === undefined ? null : { kind: 'dropped', reason }
    }
  }
}

function checkRow(
  { columns }: Extract<ExpectNode, { readonly kind: 'row' }>,
  table: CheckedTable,
  { functions, report }: Context,
): Expectation {
  const seen = new Map<string, Span>()
  return {
    kind: 'row',
    columns: columns.flatMap(({ name, value }) => {
      const facts = table.columns.get(name.text)
      const first = seen.get(name.text)
      seen.set(name.text, first ?? name.span)
      if (first !== undefined) {
        report.error('E2012', name.span, `\`${name.text}\` is expected twice`, {
          label: 'expected again',
          related: [{ span: first, label: 'first here' }],
          help: 'keep one of the two',
        })
        return []
      }
      if (facts === undefined) {
        if (!table.mayHave(name.text)) {
          reportUnknownColumn(name, table.columns.keys(), `not a column of \`${table.name}\``, report)
        }
        return []
      }
      if (facts.type === null) return []
      const constant = bindConstant(value, facts.type, 'what is expected', table.timeZone, report, functions)
      return constant === null ? [] : [{ name: name.text, value: constant }]
    }),
  }
}

function reportWord(
  { value, span }: { readonly value: string; readonly span: Span },
  noun: string,
  known: readonly string[],
  report: Reporter,
): void {
  report.error('E2016', span, `unknown ${noun} '${value}'`, {
    label: `no record has this ${noun}`,
    help: didYouMean(value, known) ?? `there are ${listOf(known, 'and')}`,
  })
}
