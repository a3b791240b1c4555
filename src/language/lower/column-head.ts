/** Name and type of a column, and what hands make of the two: the type first, as other languages have it, or one of them forgotten. */
import { typeNames } from '../../types/names.ts'
import type { Name, TypeNode } from '../ast.ts'
import { nearest } from '../nearest.ts'
import { joinSpans } from '../source.ts'
import type { Lowering } from './cst.ts'

export interface ColumnHead {
  readonly name: Name
  readonly type: TypeNode
}

/** Clauses that are names as well, and so read as a type where the type is not there. */
const clauseWords = new Set(['PATH', 'METADATA', 'REST', 'FORMAT', 'DEFAULT', 'VIRTUAL', 'COMMENT'])

/** `typeWord`: the type's name as it is written. */
export function checkColumnHead(lowering: Lowering, name: Name, type: TypeNode, typeWord: Name): ColumnHead {
  if (isTypeName(type.name)) return { name, type }
  if (clauseWords.has(type.name)) reportForgotten(lowering, name)
  else if (isTypeName(name.text) && type.elements.length === 0 && nearest(type.name, typeNames) === null) {
    return swapped(lowering, name, type, typeWord)
  }
  return { name, type }
}

function isTypeName(word: string): boolean {
  return typeNames.includes(word.toUpperCase())
}

function swapped(lowering: Lowering, name: Name, type: TypeNode, typeWord: Name): ColumnHead {
  const span = joinSpans(name.span, type.span)
  lowering.report({
    code: 'E1006',
    severity: 'error',
    message: `the type of \`${typeWord.text}\` stands before its name`,
    span,
    label: 'name first, then type',
    help: `write \`${typeWord.text} ${name.text}\``,
  })
  return { name: typeWord, type: { ...type, name: name.text.toUpperCase(), span } }
}

function reportForgotten(lowering: Lowering, { text, span }: Name): void {
  const isNameless = isTypeName(text)
  lowering.report({
    code: 'E1001',
    severity: 'error',
    message: isNameless ? `a column of type \`${text}\` has no name` : `the column \`${text}\` has no type`,
    span,
    label: isNameless ? 'expected a name before the type' : 'expected a type behind the name',
  })
}
