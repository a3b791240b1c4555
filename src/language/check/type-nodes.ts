/** Types as written -> logical types. Names and ranges are those of `types/names.ts`; ARRAY, MAP and ROW are put together here. */
import type { LogicalType } from '../../types/logical.ts'
import { typeNamed, typeNames } from '../../types/names.ts'
import type { TypeNode } from '../ast.ts'
import type { Span } from '../source.ts'
import { didYouMean } from './nearest.ts'
import type { Reporter } from './reporter.ts'

/** Null: wrong, and reported. */
export function resolveType(node: TypeNode, report: Reporter): LogicalType | null {
  switch (node.name) {
    case 'ARRAY': {
      const [element] = elementTypes(node, 1, 'ARRAY<STRING>', report)
      return element === undefined || element === null ? null : { kind: 'ARRAY', element }
    }
    case 'MAP':
      return mapType(node, report)
    case 'ROW':
      return rowType(node, report)
    default:
      return namedType(node, report)
  }
}

function namedType(node: TypeNode, report: Reporter): LogicalType | null {
  const parameters = node.parameters.map(({ value }) => value)
  const type = typeNamed(node.name, parameters)
  const inner = node.elements[0]?.span ?? node.fields[0]?.span
  if ('kind' in type)
    return inner === undefined ? type : wrong(inner, `\`${node.name}\` holds no other types`, undefined, report)
  if (type.parameter === null && !typeNames.includes(node.name)) {
    const help = type.help ?? didYouMean(node.name, typeNames)
    report.error('E2006', node.span, `unknown type \`${node.name}\``, { label: 'not a type', help })
    return null
  }
  const span = type.parameter === null ? node.span : (node.parameters[type.parameter]?.span ?? node.span)
  return wrong(span, type.problem, type.help ?? undefined, report)
}

function mapType(node: TypeNode, report: Reporter): LogicalType | null {
  const [key, value] = elementTypes(node, 2, 'MAP<STRING, INT>', report)
  if (key === undefined || key === null || value === undefined || value === null) return null
  if (key.kind === 'STRING') return { kind: 'MAP', value }
  return wrong(node.elements[0].span, 'the keys of a MAP are STRING', 'write `MAP<STRING, …>`', report)
}

function rowType(node: TypeNode, report: Reporter): LogicalType | null {
  if (node.fields.length === 0) return wrong(node.span, 'ROW without fields', 'write `ROW<a INT, b STRING>`', report)
  const seen = new Map<string, Span>()
  for (const { name } of node.fields) {
    const first = seen.get(name.text)
    seen.set(name.text, first ?? name.span)
    if (first === undefined) continue
    const related = [{ span: first, label: 'first here' }]
    report.error('E2002', name.span, `the ROW has two fields \`${name.text}\``, { related })
  }
  const fields = node.fields.flatMap(({ name, type }) => {
    const fieldType = resolveType(type, report)
    return fieldType === null ? [] : [{ name: name.text, type: fieldType }]
  })
  return fields.length < node.fields.length ? null : { kind: 'ROW', fields }
}

function elementTypes(node: TypeNode, count: number, example: string, report: Reporter): (LogicalType | null)[] {
  if (node.elements.length === count) return node.elements.map((element) => resolveType(element, report))
  const noun = count === 1 ? 'one element type' : 'two element types'
  wrong(node.span, `${node.name} takes ${noun}`, `write \`${example}\``, report)
  return []
}

function wrong(span: Span, message: string, help: string | undefined, report: Reporter): null {
  report.error('E3007', span, message, { label: 'wrong here', help })
  return null
}
