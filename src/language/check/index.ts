/**
 * Syntax trees of all files -> the typed model. It goes on after a mistake, so that one run shows all of them: what is wrong has
 * no type, and whoever meets it says nothing more.
 */
import { readNoPatterns } from '../../grok/pattern-files.ts'
import type { ReadPatterns } from '../../grok/pattern-files.ts'
import type { Model, Source } from '../../model/model.ts'
import type { CreateSource, SourceText } from '../ast.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { buildCatalog } from './catalog.ts'
import type { Catalog } from './catalog.ts'
import type { Context } from './context.ts'
import { checkFunctions } from './functions/functions.ts'
import { resolveTables } from './like.ts'
import type { ResolvedTable } from './like.ts'
import { Origins } from './origins.ts'
import { compareText } from '../diagnostic-order.ts'
import { Reporter } from './reporter.ts'
import { checkSettings } from './settings.ts'
import { checkTargets } from './sink-targets.ts'
import { checkSink } from './sinks.ts'
import { checkGroups } from './source-groups.ts'
import { checkSource } from './sources.ts'
import { checkTable } from './tables.ts'
import type { CheckedTable } from './tables.ts'
import { checkTest } from './tests.ts'

export interface Checked {
  /** Whole only if no diagnostic is an error; else what is wrong is left out. */
  readonly model: Model
  /** By file and place. */
  readonly diagnostics: readonly Diagnostic[]
  /** Where the model's parts were written. */
  readonly origins: Origins
}

/**
 * Binds and types a whole project. Never throws, whatever the program. `syntaxMistakes` is what the parser has reported: what is
 * missing because of them is not reported again.
 */
export function check(
  texts: readonly SourceText[],
  syntaxMistakes: readonly Diagnostic[] = [],
  readPatterns: ReadPatterns = readNoPatterns,
): Checked {
  const report = new Reporter(
    syntaxMistakes,
    texts.map(({ file }) => file),
  )
  const origins = new Origins()
  const catalog = buildCatalog(texts, report)
  const settings = checkSettings(catalog.settings, report)
  const functions = checkFunctions(catalog.functions, catalog.isUnreadable, settings.timeZone, report)
  const context: Context = { catalog, settings, functions, origins, report, readPatterns }
  const sources = [...catalog.sources.values()].map((node) => checkSource(node, settings, origins, report))
  const known = sources.filter((source) => source !== null)
  const isNamed = catalog.settings.some(({ key }) => key.value === 'job.name')
  if (!isNamed && !report.hasSyntaxMistakes) checkGroups(kafkaSources(known, catalog), report)
  const timeZones = new Map(known.map(({ name, timeZone }) => [name, timeZone]))
  const tables = checkTables(timeZones, context)
  const sinks = [...catalog.sinks.values()].map((node) => checkSink(node, tables, timeZones, context))
  checkDuplicates(tables, timeZones, context)
  const checkedSinks = sinks.filter((sink) => sink !== null)
  checkTargets(checkedSinks, report)
  const tests = catalog.tests.map((node) => checkTest(node, tables, context))
  const model: Model = {
    settings,
    sources: byName<Source>(known),
    tables: byName([...tables.values()].map(({ table }) => table).filter((table) => table !== null)),
    sinks: byName(checkedSinks.map(({ sink }) => sink)),
    tests: tests.filter((test) => test !== null),
  }
  return { model, diagnostics: report.diagnostics, origins }
}

/** An ABSTRACT table is checked as part of those that are LIKE it; by itself only if there is none. */
function checkTables(timeZones: ReadonlyMap<string, string>, context: Context): ReadonlyMap<string, CheckedTable> {
  const resolved = resolveTables(context.catalog, context.report)
  const bases = new Set(resolved.map(({ node }) => node.like?.text))
  // Children first: what a base lacks is theirs to say, and their messages name the place in the base.
  const isPart = ({ node }: ResolvedTable): boolean => node.abstract && bases.has(node.name.text)
  const own = resolved.filter((table) => !isPart(table))
  const checked = own.map((table) => checkTable(table, timeZones, context))
  // A duplicate is checked, but its name means the first.
  return new Map(checked.map((table) => [table.name, table] as const).toReversed())
}

/** Of sources and sinks that have the name of another only the mistakes count. */
function checkDuplicates(
  tables: ReadonlyMap<string, CheckedTable>,
  timeZones: ReadonlyMap<string, string>,
  context: Context,
): void {
  for (const node of context.catalog.duplicates) {
    if (node.kind === 'create-source') checkSource(node, context.settings, context.origins, context.report)
    if (node.kind === 'create-sink') checkSink(node, tables, timeZones, context)
  }
}

function kafkaSources(sources: readonly Source[], catalog: Catalog): readonly CreateSource[] {
  return sources.filter(({ connector }) => connector === 'kafka').flatMap(({ name }) => catalog.sources.get(name) ?? [])
}

function byName<T extends { readonly name: string }>(parts: readonly T[]): readonly T[] {
  return parts.toSorted((a, b) => compareText(a.name, b.name))
}
