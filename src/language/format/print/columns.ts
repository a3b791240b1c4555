/** The items of a table: names and types in columns, further clauses behind them. */
import type { CstNode } from '../../../../grammar/chevrotain.ts'
import { blanks, flatWidth, group, indent, line, sequence, type Document } from '../document.ts'
import { printList } from './lists.ts'
import { isToken, kindOf, partsOf, type Part, type Printer } from './printer.ts'

/** Longer names do not push the types of all others aside. */
const alignedNameMax = 32
/** BOOLEAN and TINYINT; types with parameters are longer and stand out. */
const typeWidth = 7

export function printTableItems(node: CstNode, printer: Printer): Document {
  const parts = partsOf(node)
  const columns = parts.map(columnOf).filter((column) => column !== null)
  const widths = columns.map((column) => flatWidth(printer.print(partsOf(column)[0])))
  const nameWidth = Math.max(0, ...widths.filter((width) => width <= alignedNameMax))
  const printItem = (item: Part): Document => {
    const column = columnOf(item)
    return column === null ? printer.print(item) : printColumn(column, printer, nameWidth)
  }
  return { kind: 'aligned', content: printList(parts, printer, { broken: true, printItem }) }
}

/** The column in an item of the list, if it is one. */
function columnOf(item: Part): CstNode | null {
  if (isToken(item)) return null
  if (kindOf(item) === 'column') return item
  const parts = partsOf(item)
  return parts.length === 1 ? columnOf(parts[0]) : null
}

function printColumn(column: CstNode, printer: Printer, nameWidth: number): Document {
  const [name, type, first, ...others] = partsOf(column).map(printer.print)
  const head = sequence(name, gapTo(nameWidth, name), type)
  if (first === undefined) return head
  const clauses = others.map((clause) => group(line, clause))
  return sequence(head, gapTo(typeWidth, type), indent(first, ...clauses))
}

function gapTo(width: number, document: Document): Document {
  return blanks(Math.max(0, width - flatWidth(document)) + 1)
}
