/** `CREATE FUNCTION`: concrete tree to syntax tree. */
import type { CreateFunctionCstNode, FunctionBodyCstNode, FunctionParameterCstNode } from '../../../grammar/cst.ts'
import type { CreateFunction, FunctionBody, FunctionParameter } from '../ast.ts'
import type { Span } from '../source.ts'
import { child, lowerName, lowerText, spanOf, type Lowering } from './cst.ts'
import { lowerExpression } from './expressions.ts'
import { lowerType } from './types.ts'

/** Without one of its parameters it would be another function: it is then left out as a whole. */
export function lowerFunction(lowering: Lowering, { children }: CreateFunctionCstNode, span: Span): CreateFunction {
  return {
    kind: 'create-function',
    span,
    name: lowerName(lowering, child(children.name)),
    parameters: (children.functionParameter ?? []).map((each) => lowerParameter(lowering, each)),
    returns: lowerType(lowering, child(children.type)),
    body: lowerBody(lowering, child(children.functionBody)),
  }
}

function lowerParameter(lowering: Lowering, node: FunctionParameterCstNode): FunctionParameter {
  const name = lowerName(lowering, child(node.children.name))
  return { span: spanOf(lowering, node), name, type: lowerType(lowering, child(node.children.type)) }
}

function lowerBody(lowering: Lowering, node: FunctionBodyCstNode): FunctionBody {
  const span = spanOf(lowering, node)
  const { name, text, expression } = node.children
  if (expression !== undefined) {
    return { kind: 'expression', span, expression: lowerExpression(lowering, child(expression)) }
  }
  const language = lowerName(lowering, child(name))
  const upper = { ...language, text: language.text.toUpperCase() }
  return { kind: 'foreign', span, language: upper, text: lowerText(lowering, child(text)) }
}
