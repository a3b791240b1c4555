/** `TEST table`: what is expected is bound and typed as the table's columns are. */
import { dropReasons, rowErrorCodes } from '../../model/model.ts'
import type { Expectation, ExpectedRow, TableTest, TestCase } from '../../model/model.ts'
import type { ExpectedRowNode, ExpectNode, Name, TestStatement } from '../ast.ts'
import { placeOf } from '../source.ts'
import type { Span } from '../source.ts'
import { findTable } from './catalog.ts'
import type { Context } from './context.ts'
import { bindConstant } from './expressions/constant-places.ts'
import { reportUnknownColumn } from './expressions/scope.ts'
import { didYouMean, listOf } from './nearest.ts'
import { writtenValue } from './options.ts'
import { compareText } from '../diagnostic-order.ts'
import type { Reporter } from './reporter.ts'
import type { CheckedTable } from './tables.ts'
import { checkGivenMetadata } from './test-metadata.ts'

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
  const source = table.table === null ? undefined : catalog.sources.get(table.table.source)
  const connector = source === undefined ? undefined : writtenValue(source.options, 'connector')?.value.value
  const cases = node.cases.flatMap((testCase): readonly TestCase[] => {
    const expect = checkExpectation(testCase.expect, table, context)
    const metadata =
      connector === 'kafka' || connector === 'file'
        ? checkGivenMetadata(testCase.metadata, connector, table.timeZone, report)
        : []
    if (expect === null) return []
    return [{ given: testCase.given.value, metadata, expect, place: placeOf(testCase.span) }]
  })
  return table.table === null ? null : { table: table.name, cases, place: placeOf(node.span) }
}

function checkExpectation(node: ExpectNode, table: CheckedTable, context: Context): Expectation | null {
  const { report } = context
  switch (node.kind) {
    case 'rows':
      return { kind: 'rows', rows: node.rows.map((row) => checkRow(row, table, context)) }
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

function checkRow({ sinks, columns }: ExpectedRowNode, table: CheckedTable, context: Context): ExpectedRow {
  const { functions, report } = context
  const seen = new Map<string, Span>()
  return {
    sinks: sinks === null ? null : checkSinks(sinks, table, context),
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
          reportUnknownColumn(name, { owner: table.name, candidates: table.columns.keys() }, report)
        }
        return []
      }
      if (facts.type === null) return []
      const constant = bindConstant(value, facts.type, 'what is expected', table.timeZone, report, functions)
      return constant === null ? [] : [{ name: name.text, value: constant }]
    }),
  }
}

/** They must be sinks of this table. */
function checkSinks(names: readonly Name[], table: CheckedTable, { catalog, report }: Context): readonly string[] {
  const own = [...catalog.sinks.values()].filter(({ from }) => from.kind === 'table' && from.name.text === table.name)
  const known = own.map(({ name }) => name.text)
  for (const { text, span } of names) {
    if (known.includes(text)) continue
    if (catalog.isUnreadable(text) || report.isUnread(text)) continue
    report.error('E2016', span, `\`${text}\` is no sink of \`${table.name}\``, {
      label: 'it takes no row of the table',
      help:
        didYouMean(text, known) ?? (known.length === 0 ? 'the table has no sink' : `there are ${listOf(known, 'and')}`),
    })
  }
  return [...new Set(names.map(({ text }) => text))].toSorted(compareText)
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
