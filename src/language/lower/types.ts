/** Types as written: `DECIMAL(18, 2)`, `ARRAY<STRING>`, `ROW<a INT, b STRING>`. */
import type { TypeArgumentCstNode, TypeCstNode } from '../../../grammar/cst.ts'
import type { TypeNode } from '../ast.ts'
import { child, lowerName, spanOf, spanOfToken, type Lowering } from './cst.ts'

export function lowerType(lowering: Lowering, node: TypeCstNode): TypeNode {
  const { name, NumberLiteral, typeArgument, localTimeZone } = node.children
  const written = lowerName(lowering, child(name)).text.toUpperCase()
  const typeArguments = typeArgument ?? []
  return {
    span: spanOf(lowering, node),
    name: localTimeZone === undefined ? written : `${written}_LTZ`,
    parameters: (NumberLiteral ?? []).map((token) => ({
      span: spanOfToken(lowering, token),
      value: Number(token.image),
    })),
    elements: typeArguments.filter(isElement).map((each) => lowerType(lowering, child(each.children.type))),
    fields: typeArguments
      .filter((each) => !isElement(each))
      .map((each) => ({
        span: spanOf(lowering, each),
        name: lowerName(lowering, child(each.children.name)),
        type: lowerType(lowering, child(each.children.type)),
      })),
  }
}

function isElement(node: TypeArgumentCstNode): boolean {
  return node.children.name === undefined
}
