/** Expressions and types, rule by rule as in the grammar. */
import type { CstNode } from '../../../../grammar/chevrotain.ts'
import { group, indent, line, sequence, space, type Document } from '../document.ts'
import { printEnclosed, printHeadAndList, printList, splitAtParenthesis } from './lists.ts'
import { inLine, isToken, kindOf, partsOf, printWord, type Part, type Printer, type PrintRule } from './printer.ts'

export const expressionRules: Readonly<Record<string, PrintRule>> = {
  expression: printChain,
  conjunction: printChain,
  concatenation: printChain,
  sum: printChain,
  product: printChain,
  signed: printSigned,
  element: printElement,
  accessor: printElement,
  collection: printCollection,
  parenthesised: (node, printer) => printEnclosed(partsOf(node), printer),
  call: (node, printer) => printHeadAndList(node, printer, sequence()),
  inSuffix: (node, printer) => printHeadAndList(node, printer, space, { broken: false, filled: true }),
  cast: printCast,
  interval: printInterval,
  caseExpression: printCase,
  type: printType,
  localTimeZone: (node, printer) => inLine(partsOf(node), printer, (part) => printWord(part as CstNode, printer)),
}

/** Operands joined by operators; lines break before an operator. */
function printChain(node: CstNode, printer: Printer): Document {
  const [first, ...others] = partsOf(node)
  if (others.length === 0) return printer.print(first)
  const rest = others.flatMap((part) =>
    isToken(part) ? [line, printer.print(part), space] : [indent(printer.print(part))],
  )
  return group(printer.print(first), ...rest)
}

/** Two minus signs in a row would begin a comment. */
function printSigned(node: CstNode, printer: Printer): Document {
  const parts = partsOf(node)
  const signs = parts.slice(0, -1)
  return sequence(inLine(signs, printer), printer.print(parts[parts.length - 1]))
}

function printElement(node: CstNode, printer: Printer): Document {
  return sequence(...partsOf(node).map(printer.print))
}

/** `ARRAY[1, 2]` */
function printCollection(node: CstNode, printer: Printer): Document {
  const [name, ...list] = partsOf(node)
  return sequence(printWord(name as CstNode, printer), printList(list, printer))
}

function printCast(node: CstNode, printer: Printer): Document {
  const [head, parentheses] = splitAtParenthesis(node)
  return sequence(inLine(head, printer), printEnclosed(parentheses, printer))
}

function printInterval(node: CstNode, printer: Printer): Document {
  return inLine(partsOf(node), printer, (part) => printNameAsWord(part, printer))
}

function printNameAsWord(part: Part, printer: Printer): Document {
  return kindOf(part) === 'name' ? printWord(part as CstNode, printer) : printer.print(part)
}

/** `CASE WHEN … THEN … END` in one line, or a branch a line. */
function printCase(node: CstNode, printer: Printer): Document {
  const parts = partsOf(node)
  const firstBranch = parts.findIndex((part) => kindOf(part) === 'caseBranch')
  const otherwise = parts.findIndex((part) => kindOf(part) === 'ELSE')
  const afterBranches = otherwise < 0 ? parts.length - 1 : otherwise
  const branches = parts.slice(firstBranch, afterBranches).map((branch) => sequence(line, printer.print(branch)))
  const rest = parts.slice(afterBranches, -1)
  return group(
    inLine(parts.slice(0, firstBranch), printer),
    indent(...branches, ...(rest.length === 0 ? [] : [line, inLine(rest, printer)])),
    line,
    printer.print(parts[parts.length - 1]),
  )
}

/** `DECIMAL(18, 2)`, `ROW<a INT, b STRING>`, `TIMESTAMP(3) WITH LOCAL TIME ZONE` */
function printType(node: CstNode, printer: Printer): Document {
  const parts = partsOf(node)
  const zone = parts.findIndex((part) => kindOf(part) === 'localTimeZone')
  const end = zone < 0 ? parts.length : zone
  return sequence(
    printNameAsWord(parts[0], printer),
    ...(end > 1 ? [printList(parts.slice(1, end), printer)] : []),
    ...parts.slice(end).flatMap((part) => [space, printer.print(part)]),
  )
}
