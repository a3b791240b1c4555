/** The one style. Only layout changes: tokens and comments stay, in their order; keywords become upper case. */
import type { CstNode, IToken } from '../../../grammar/chevrotain.ts'
import { Semicolon, tokenize, Word } from '../../../grammar/tokens.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { parse } from '../parse.ts'
import { cutStatements } from '../parse/cut.ts'
import { treeOf } from '../parse/tree.ts'
import type { SourceFile } from '../source.ts'
import { attachComments, type Attached, type Comments } from './comments.ts'
import { blankLine, hardLine, sequence, type Document } from './document.ts'
import { layOut } from './layout.ts'
import { expressionRules } from './print/expressions.ts'
import { firstToken, inLine, isToken, partsOf, type Part, type Printer, type PrintRule } from './print/printer.ts'
import { statementRules } from './print/statements.ts'

export type Formatted =
  | { readonly text: string }
  /** What stands in the way: a file that does not parse is not touched. */
  | { readonly mistakes: readonly Diagnostic[] }

/** Rules that are not here are printed in one line. */
const rules: Readonly<Record<string, PrintRule>> = { ...expressionRules, ...statementRules }

/** `format(format(x)) = format(x)`, and the plan of `format(x)` is that of `x`, places apart. Never throws on any text. */
export function format(file: SourceFile): Formatted {
  const { diagnostics } = parse(file)
  if (diagnostics.length > 0) return { mistakes: diagnostics }
  const { tokens } = tokenize(file.text)
  const statements = cutStatements(file, tokens).map((cut) => cut.tokens)
  const written = statements.flat()
  const attached = attachComments(file.text, written)
  const printer = printerFor(attached)
  const trees = statements.map((each) => treeOf(each).tree)
  return { text: layOut(printAll(trees, attached, printer)) }
}

/** An empty line between statements; SETs may stand together. */
function printAll(trees: readonly CstNode[], { atEnd }: Attached, printer: Printer): Document {
  const statements = trees.map((tree, index) => {
    if (index === 0) return printer.print(tree)
    const together = isSet(tree) && isSet(trees[index - 1]) && !printer.commentsOf(firstToken(tree)).blankBefore
    return sequence(together ? hardLine : blankLine, printer.print(tree))
  })
  if (atEnd.length === 0) return sequence(...statements)
  const gap = trees.length > 0 && atEnd[0].blankBefore ? blankLine : hardLine
  return sequence(...statements, gap, { kind: 'comments', comments: atEnd })
}

function isSet(tree: CstNode): boolean {
  return tree.children['setStatement'] !== undefined
}

function printerFor({ of }: Attached): Printer {
  const commentsOf = (token: IToken): Comments => of.get(token)!
  const printer: Printer = {
    commentsOf,
    print: (part: Part) => {
      if (isToken(part)) return { kind: 'token', text: textOf(part), comments: commentsOf(part) }
      const parts = partsOf(part)
      return (
        rules[part.name]?.(part, printer) ??
        (part.name === 'name' ? printName(parts[0], printer) : inLine(parts, printer))
      )
    },
  }
  return printer
}

/** As written, though it be a keyword elsewhere. */
function printName(part: Part, { commentsOf }: Printer): Document {
  const token = firstToken(part)
  return { kind: 'token', text: token.image, comments: commentsOf(token) }
}

function textOf(token: IToken): string {
  if (token.tokenType === Semicolon) return ';'
  if (token.image === '!=') return '<>'
  return token.tokenType !== Word && /^[A-Za-z_]+$/.test(token.image) ? token.image.toUpperCase() : token.image
}
