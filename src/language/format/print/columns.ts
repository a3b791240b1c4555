/** The items of a table: names and types in columns, further clauses behind them. */
import type { CstNode } from '../../../../grammar/chevrotain.ts'
import { blanks, flatWidth, group, indent, line, sequence, type Document } from '../document.ts'
import { printList } from './lists.ts'
import { isToken, kindOf, partsOf, type Part, type Printer } from './printer.ts'

/** Longer names do not push the types of all others aside. */
const alignedNameMax = 32

export function printTableItems(node: CstNode, printer: Printer): Document {
  const parts = partsOf(node)
  const widths = widthsOf(
    parts.map(columnOf).filter((column) => column !== null),
    printer,
  )
  const printItem = (item: Part): Document => {
    const column = columnOf(item)
    return column === null ? printer.print(item) : printColumn(column, printer, widths)
  }
  return { kind: 'aligned', content: printList(parts, printer, { broken: true, printItem }) }
}

interface Widths {
  readonly name: number
  /** Of the widest without parameters; DECIMAL(18, 2) stands out. */
  readonly type: number
}

function widthsOf(columns: readonly CstNode[], printer: Printer): Widths {
  const heads = columns.map((column) => partsOf(column))
  const names = heads.map(([name]) => flatWidth(printer.print(name)))
  const plainTypes = heads.filter(
    ([, type, clause]) => clause !== undefined && !isToken(type) && partsOf(type).length === 1,
  )
  return {
    name: Math.max(0, ...names.filter((width) => width <= alignedNameMax)),
    type: Math.max(0, ...plainTypes.map(([, type]) => flatWidth(printer.print(type)))),
  }
}

/** The column in an item of the list, if it is one. */
function columnOf(item: Part): CstNode | null {
  if (isToken(item)) return null
  if (kindOf(item) === 'column') return item
  const parts = partsOf(item)
  return parts.length === 1 ? columnOf(parts[0]) : null
}

function printColumn(column: CstNode, printer: Printer, widths: Widths): Document {
  const [name, type, first, ...others] = partsOf(column).map(printer.print)
  const head = sequence(name, gapTo(widths.name, name), type)
  if (first === undefined) return head
  const clauses = others.map((clause) => group(line, clause))
  return sequence(head, gapTo(widths.type, type), first, indent(...clauses))
}

function gapTo(width: number, document: Document): Document {
  return blanks(Math.max(0, width - flatWidth(document)) + 1)
}
