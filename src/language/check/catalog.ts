/** All statements by name. Sources, tables and sinks share one namespace; order and file do not matter. */
import type {
  CreateFunction,
  CreateSink,
  CreateSource,
  CreateTable,
  Name,
  SetStatement,
  SourceText,
  TestStatement,
} from '../ast.ts'
import { didYouMean } from './nearest.ts'
import type { Reporter } from './reporter.ts'

export interface Catalog {
  readonly sources: ReadonlyMap<string, CreateSource>
  readonly tables: ReadonlyMap<string, CreateTable>
  readonly sinks: ReadonlyMap<string, CreateSink>
  /** Of all names, repeated ones too: they have a namespace of their own. */
  readonly functions: readonly CreateFunction[]
  readonly settings: readonly SetStatement[]
  readonly tests: readonly TestStatement[]
  /** What has the name of another: not in the model, but its mistakes are reported too. */
  readonly duplicates: readonly Named[]
  /** Whether a statement that could not be read declares this name. */
  readonly isUnreadable: (name: string) => boolean
  /** A statement lacks its name: any that is not there may be its. */
  readonly hasNameless: boolean
}

export type Named = CreateSource | CreateTable | CreateSink

const nouns: Record<Named['kind'], string> = {
  'create-source': 'source',
  'create-table': 'table',
  'create-sink': 'sink',
}

export function buildCatalog(texts: readonly SourceText[], report: Reporter): Catalog {
  const all = new Map<string, Named>()
  const sources = new Map<string, CreateSource>()
  const tables = new Map<string, CreateTable>()
  const sinks = new Map<string, CreateSink>()
  const functions: CreateFunction[] = []
  const settings: SetStatement[] = []
  const tests: TestStatement[] = []
  const duplicates: Named[] = []
  const isNew = (statement: Named): boolean => {
    const first = all.get(statement.name.text)
    if (first === undefined) all.set(statement.name.text, statement)
    else {
      duplicates.push(statement)
      reportDuplicate(first, statement, report)
    }
    return first === undefined
  }
  for (const statement of texts.flatMap((text) => text.statements)) {
    switch (statement.kind) {
      case 'set':
        settings.push(statement)
        break
      case 'test':
        tests.push(statement)
        break
      case 'create-function':
        functions.push(statement)
        break
      case 'create-source':
        if (isNew(statement)) sources.set(statement.name.text, statement)
        break
      case 'create-table':
        if (isNew(statement)) tables.set(statement.name.text, statement)
        break
      case 'create-sink':
        if (isNew(statement)) sinks.set(statement.name.text, statement)
        break
    }
  }
  const isUnreadable = unreadableNames(texts, report)
  for (const [scope, statements] of [
    ['sources', sources],
    ['tables', tables],
  ] as const) {
    report.declare(
      scope,
      [...statements.values()].map(({ name }) => name),
    )
  }
  const hasNameless = report.hasSyntaxMistakes && texts.some(({ file }) => nameless.test(file.text))
  return { sources, tables, sinks, functions, settings, tests, duplicates, isUnreadable, hasNameless }
}

const nameless =
  /\bcreate\s+(?:abstract\s+)?(?:source|streaming\s+table|sink)\s*(?:\(|(?:with|like|partitioned|as|from)\b)/i

function unreadableNames(texts: readonly SourceText[], report: Reporter): (name: string) => boolean {
  const declaration = /\b(?:source|table|sink|function)\s+(?:`([^`]+)`|(\w+))/gi
  const names = new Set<string>()
  if (report.hasSyntaxMistakes) {
    for (const { file } of texts) for (const match of file.text.matchAll(declaration)) names.add(match[1] ?? match[2])
  }
  return (name) => names.has(name) || report.isUnread(name)
}

function reportDuplicate(first: Named, second: Named, report: Reporter): void {
  const name = second.name.text
  report.error('E2001', second.name.span, `\`${name}\` is declared twice`, {
    label: `a ${nouns[first.kind]} has this name already`,
    related: [{ span: first.name.span, label: 'first declared here' }],
    help: 'sources, tables and sinks share one namespace: give this one another name',
  })
}

export function findSource(name: Name, catalog: Catalog, report: Reporter): CreateSource | null {
  return catalog.sources.get(name.text) ?? reportUnknown(name, 'source', catalog.sources, catalog, report)
}

export function findTable(name: Name, catalog: Catalog, report: Reporter): CreateTable | null {
  return catalog.tables.get(name.text) ?? reportUnknown(name, 'table', catalog.tables, catalog, report)
}

function reportUnknown(
  name: Name,
  noun: 'source' | 'table',
  candidates: ReadonlyMap<string, Named>,
  { sources, tables, sinks, isUnreadable, hasNameless }: Catalog,
  report: Reporter,
): null {
  const other = sources.get(name.text) ?? tables.get(name.text) ?? sinks.get(name.text)
  if (other === undefined && isUnreadable(name.text)) return null
  const help = didYouMean(name.text, candidates.keys())
  if (other === undefined && hasNameless && help === undefined) return null
  if (other === undefined) {
    const label = candidates.size === 0 ? `there is no ${noun} in this project` : `no ${noun} has this name`
    const unknown = { name: name.text, scope: `${noun}s` }
    report.error('E2003', name.span, `unknown ${noun} \`${name.text}\``, { label, help, unknown })
  } else {
    report.error('E2010', name.span, `\`${name.text}\` is a ${nouns[other.kind]}, not a ${noun}`, {
      label: `a ${noun} is needed here`,
      related: [{ span: other.name.span, label: 'declared here' }],
      help,
    })
  }
  return null
}
