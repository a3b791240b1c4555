/** Statements and their clauses, rule by rule as in the grammar; a clause begins a line. */
import type { CstNode } from '../../../../grammar/chevrotain.ts'
import { group, hardLine, indent, line, sequence, space, type Document } from '../document.ts'
import { printTableItems } from './columns.ts'
import { lineBefore, printEnclosed, printItems, printList, splitAtParenthesis } from './lists.ts'
import {
  between,
  inLine,
  isToken,
  kindOf,
  partsOf,
  printWord,
  type Part,
  type Printer,
  type PrintRule,
} from './printer.ts'

export const statementRules: Readonly<Record<string, PrintRule>> = {
  createSource: printSource,
  createTable: printTable,
  createSink: printSink,
  createFunction: printFunction,
  functionBody: printFunctionBody,
  testStatement: printTest,
  testCase: printTestCase,
  tableItems: printTableItems,
  options: printPlainList,
  names: printPlainList,
  expectedRow: printExpectedRow,
  stepArgument: (node, printer) => printEnclosed(partsOf(node), printer),
  check: printCheck,
  filterClause: printCondition,
  whereClause: printCondition,
  parseClause: printParse,
  parseStep: printStep,
  select: printSelect,
  selectList: (node, printer) => sequence(...printItems(partsOf(node), printer, { broken: false })),
}

function printPlainList(node: CstNode, printer: Printer): Document {
  return printList(partsOf(node), printer)
}

/** An option a line, unless there is only one. */
function printSource(node: CstNode, printer: Printer): Document {
  return inLine(partsOf(node), printer, (part) => {
    if (isToken(part) || part.name !== 'options') return printer.print(part)
    const parts = partsOf(part)
    const hasSeveral = parts.some((each) => kindOf(each) === 'Comma')
    return printList(parts, printer, { broken: hasSeveral })
  })
}

/** The items, and LIKE before them, stand in the first line. */
function printTable(node: CstNode, printer: Printer): Document {
  const parts = partsOf(node)
  const firstClause = parts.findIndex((part) => kindOf(part) === 'tableClause')
  if (firstClause < 0) return inLine(parts, printer)
  const clauses = parts.slice(firstClause).map((part, index, all) => {
    if (isToken(part)) return sequence(between(all[index - 1], part), printer.print(part))
    const kind = kindOf(partsOf(part)[0])
    const staysInLine = kind === 'tableItems' || (kind === 'likeClause' && index === 0)
    return sequence(staysInLine ? space : hardLine, printer.print(part))
  })
  return sequence(inLine(parts.slice(0, firstClause), printer), ...clauses)
}

/** Name, partitions, options, `AS SELECT`: a line each. */
function printSink(node: CstNode, printer: Printer): Document {
  const parts = partsOf(node)
  const printed = parts.map((part, index) => {
    if (index === 0) return printer.print(part)
    const beginsLine = kindOf(part) === 'sinkClause' || kindOf(part) === 'AS'
    return sequence(beginsLine ? hardLine : between(parts[index - 1], part), printer.print(part))
  })
  return sequence(...printed)
}

/** Parameters right behind the name; an expression goes to a line of its own where it must. */
function printFunction(node: CstNode, printer: Printer): Document {
  const parts = partsOf(node)
  const open = parts.findIndex((part) => kindOf(part) === 'LeftParen')
  const close = parts.findIndex((part) => kindOf(part) === 'RightParen')
  const result = parts.slice(close + 1)
  const printed = result.map((part, index) => {
    if (kindOf(part) === 'functionBody') return printer.print(part)
    return sequence(index === 0 ? space : between(result[index - 1], part), printer.print(part))
  })
  const list = printList(parts.slice(open, close + 1), printer)
  return group(inLine(parts.slice(0, open), printer), list, ...printed)
}

/** A text of another language begins in the line of its LANGUAGE, whatever its length. */
function printFunctionBody(node: CstNode, printer: Printer): Document {
  const parts = partsOf(node)
  const isExpression = kindOf(parts[0]) === 'AS'
  return isExpression
    ? indent(line, inLine(parts, printer))
    : sequence(
        space,
        inLine(parts, printer, (part) =>
          !isToken(part) && part.name === 'name' ? printWord(part, printer) : printer.print(part),
        ),
      )
}

function printSelect(node: CstNode, printer: Printer): Document {
  const parts = partsOf(node)
  const printed = parts.map((part, index) => {
    if (index === 0) return printer.print(part)
    if (kindOf(part) === 'selectList') return group(indent(line, printer.print(part)))
    const beginsLine = kindOf(part) === 'FROM' || kindOf(part) === 'whereClause'
    return sequence(beginsLine ? line : space, printer.print(part))
  })
  return group(...printed)
}

function printCondition(node: CstNode, printer: Printer): Document {
  const [word, condition] = partsOf(node)
  return sequence(printer.print(word), space, indent(printer.print(condition)))
}

/** All steps in one line, or one a line. */
function printParse(node: CstNode, printer: Printer): Document {
  const [word, first, ...others] = partsOf(node)
  const rest = others.map((part) => sequence(isToken(part) ? line : space, printer.print(part)))
  return group(printer.print(word), space, printer.print(first), indent(...rest))
}

const stepClauses = new Set(['COLUMNS', 'WITH', 'OUTER', 'nullOnError'])

/** Patterns and argument stay with the step's kind; its other clauses go to further lines where they must. */
function printStep(node: CstNode, printer: Printer): Document {
  const [kind, ...parts] = partsOf(node)
  const runs = runsOf(parts, (part) => stepClauses.has(kindOf(part)))
  const patterns = runs[0].filter((part) => kindOf(part) === 'text' || kindOf(part) === 'Comma')
  const others = runs[0].slice(patterns.length)
  return sequence(
    printWord(kind as CstNode, printer),
    indent(
      indent(
        ...(patterns.length === 0 ? [] : [space, ...printItems(patterns, printer, { broken: false })]),
        ...(others.length === 0 ? [] : [space, inLine(others, printer)]),
        ...runs.slice(1).map((run) => group(line, inLine(run, printer))),
      ),
    ),
  )
}

/** The first run is what stands before any beginning. */
function runsOf(parts: readonly Part[], begins: (part: Part) => boolean): readonly (readonly Part[])[] {
  const runs: Part[][] = [[]]
  for (const part of parts) {
    if (begins(part)) runs.push([part])
    else runs[runs.length - 1].push(part)
  }
  return runs
}

function printCheck(node: CstNode, printer: Printer): Document {
  const [head, parentheses] = splitAtParenthesis(node)
  return sequence(inLine(head, printer), space, printEnclosed(parentheses, printer))
}

function printTest(node: CstNode, printer: Printer): Document {
  const parts = partsOf(node)
  const printed = parts.map((part, index) => {
    if (index === 0) return printer.print(part)
    if (kindOf(part) !== 'testCase') return sequence(between(parts[index - 1], part), printer.print(part))
    const isFirst = kindOf(parts[index - 1]) !== 'testCase'
    return indent(isFirst ? hardLine : lineBefore(part, printer), printer.print(part))
  })
  return sequence(...printed)
}

function printTestCase(node: CstNode, printer: Printer): Document {
  const parts = partsOf(node)
  const expect = parts.findIndex((part) => kindOf(part) === 'EXPECT')
  const given = inLine(parts.slice(0, expect), printer)
  const [word, rows] = parts.slice(expect)
  if (isToken(rows) || rows.name !== 'expectedRows')
    return sequence(given, hardLine, inLine(parts.slice(expect), printer))
  return sequence(given, hardLine, printer.print(word), printExpectedRows(partsOf(rows), printer))
}

/** One begins in the line of EXPECT; several stand there together, or one a line. */
function printExpectedRows(rows: readonly Part[], printer: Printer): Document {
  if (rows.length === 1) return sequence(space, printer.print(rows[0]))
  return group(indent(line, ...printItems(rows, printer, { broken: false })))
}

function printExpectedRow(node: CstNode, printer: Printer): Document {
  const [sinks, list] = splitAtParenthesis(node)
  const columns = printList(list, printer)
  return sinks.length === 0 ? columns : sequence(inLine(sinks, printer), space, columns)
}
