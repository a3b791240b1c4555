/** `LIKE base`: a table with everything it takes over. The rest of the checker sees only the result. */
import type {
  CheckDefinition,
  ColumnDefinition,
  CreateTable,
  ExpressionNode,
  Name,
  ParseStepNode,
  WatermarkDefinition,
} from '../ast.ts'
import { findTable } from './catalog.ts'
import type { Catalog } from './catalog.ts'
import { unreadColumns } from './missing.ts'
import type { MayHave } from './missing.ts'
import type { Reporter } from './reporter.ts'

export interface ResolvedTable {
  readonly node: CreateTable
  readonly columns: readonly ColumnDefinition[]
  readonly checks: readonly CheckDefinition[]
  readonly watermark: WatermarkDefinition | null
  readonly from: Name | null
  readonly filter: ExpressionNode | null
  readonly parse: readonly ParseStepNode[] | null
  readonly where: ExpressionNode | null
  /** A base is missing, or the parser could not read all. */
  readonly incomplete: boolean
  /** The parser could not read all of the steps, or of what stands where they would stand. */
  readonly isParseBroken: boolean
  readonly mayHave: MayHave
}

/** Every table, ABSTRACT ones and duplicates too. */
export function resolveTables(catalog: Catalog, report: Reporter): readonly ResolvedTable[] {
  const resolved = new Map<CreateTable, ResolvedTable>()
  const resolve = (table: CreateTable, path: readonly CreateTable[]): ResolvedTable => {
    const known = resolved.get(table)
    if (known !== undefined) return known
    const base = table.like === null ? null : findBase(table.like, path, catalog, report)
    const own = { ...table, columns: distinctColumns(table, report) }
    const result =
      base === null ? withoutBase(own, table.like !== null, report) : merge(resolve(base, [...path, base]), own, report)
    resolved.set(table, result)
    return result
  }
  const duplicates = catalog.duplicates.filter((statement) => statement.kind === 'create-table')
  return [...catalog.tables.values(), ...duplicates].map((table) => resolve(table, [table]))
}

function findBase(like: Name, path: readonly CreateTable[], catalog: Catalog, report: Reporter): CreateTable | null {
  const base = findTable(like, catalog, report)
  if (base === null || !path.includes(base)) return base
  const chain = [...path.slice(path.indexOf(base)), base].map((table) => `\`${table.name.text}\``)
  report.error('E4002', like.span, `\`${base.name.text}\` is LIKE itself`, {
    label: chain.length > 2 ? chain.join(' is LIKE ') : 'a table cannot take over from itself',
    help: 'a base must not, through others, be LIKE its own child',
  })
  return null
}

/** Of two columns of one name the first counts. */
function distinctColumns({ columns, name: table }: CreateTable, report: Reporter): readonly ColumnDefinition[] {
  const first = new Map<string, ColumnDefinition>()
  for (const column of columns) {
    const earlier = first.get(column.name.text)
    if (earlier === undefined) {
      first.set(column.name.text, column)
      continue
    }
    report.error('E2002', column.name.span, `\`${table.text}\` has two columns \`${column.name.text}\``, {
      label: 'declared again',
      related: [{ span: earlier.name.span, label: 'first declared here' }],
      help: 'give one of the two another name, and its key by PATH',
    })
  }
  return [...first.values()]
}

function withoutBase(node: CreateTable, lacksBase: boolean, report: Reporter): ResolvedTable {
  const { columns, checks, watermark, from, filter, parse, where } = node
  const incomplete = lacksBase || report.isBroken(node.span)
  const mayHave: MayHave = lacksBase ? () => true : unreadColumns(node, report)
  const isParseBroken = lacksBase || areStepsBroken(node, report)
  return { node, columns, checks, watermark, from, filter, parse, where, incomplete, isParseBroken, mayHave }
}

function areStepsBroken({ columns, span, parse }: CreateTable, report: Reporter): boolean {
  const behindColumns = { ...span, start: columns.at(-1)?.span.end ?? span.start }
  return report.isBroken(span) && (parse === null || report.isBroken(behindColumns))
}

/** A clause of the child replaces the base's; FILTER and WHERE are joined by AND; columns are replaced in place, new ones follow. */
function merge(base: ResolvedTable, child: CreateTable, report: Reporter): ResolvedTable {
  const own = new Map(child.columns.map((column) => [column.name.text, column]))
  const inherited = new Set(base.columns.map((column) => column.name.text))
  const mayHaveItself = unreadColumns(child, report)
  const ownChecks = new Set(child.checks.flatMap(({ name }) => (name === null ? [] : [name.text])))
  return {
    node: child,
    columns: [
      ...base.columns.map((column) => own.get(column.name.text) ?? column),
      ...child.columns.filter((column) => !inherited.has(column.name.text)),
    ],
    checks: [...base.checks.filter(({ name }) => name === null || !ownChecks.has(name.text)), ...child.checks],
    watermark: child.watermark ?? base.watermark,
    from: child.from ?? base.from,
    filter: both(base.filter, child.filter),
    parse: child.parse ?? base.parse,
    where: both(base.where, child.where),
    incomplete: base.incomplete || report.isBroken(child.span),
    isParseBroken: areStepsBroken(child, report) || (child.parse === null && base.isParseBroken),
    mayHave: (name) => base.mayHave(name) || mayHaveItself(name),
  }
}

function both(base: ExpressionNode | null, child: ExpressionNode | null): ExpressionNode | null {
  if (base === null || child === null) return child ?? base
  return { kind: 'logical', operator: 'AND', operands: [base, child], span: child.span }
}
