/** docs/operations.md and the dashboard speak of what there is, and leave nothing out. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { compile } from '../../../src/compile.ts'
import { dropReasons, rowErrorCodes } from '../../../src/model/model.ts'
import { epochLimits } from '../../../src/runtime/shards/epoch.ts'
import { Metrics } from '../../../src/runtime/monitor/metrics.ts'
import { durationKind, sizeKind } from '../../../src/options/kinds.ts'
import type { OptionKind } from '../../../src/options/kinds.ts'
import { Workshop } from './support.ts'

const docs = join(import.meta.dirname, '../../../docs')
const page = readFileSync(join(docs, 'operations.md'), 'utf8')

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[]
}

async function metricNames(): Promise<ReadonlySet<string>> {
  const { plan } = compile([])
  assert.ok(plan !== null)
  const text = await new Metrics({ version: '1', plan }).text(null, false)
  return new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map((found) => found[1]))
}

/** Names of our metrics, and of Node's, in a text; those of a histogram's series by the histogram's name. */
function namesIn(text: string): readonly string[] {
  const names = text.match(/\b(?:sluice|process|nodejs)_\w+/g) ?? []
  return names.map((name) => name.replace(/^(sluice_\w+_seconds)_(?:bucket|sum|count)$/, '$1'))
}

test('every metric has a line in the table, and the page names no other', async () => {
  const known = await metricNames()
  for (const name of known) {
    if (name.startsWith('sluice_')) assert.match(page, new RegExp(`^\\| \`${name}\` `, 'm'), name)
  }
  assert.deepEqual(
    namesIn(page).filter((name) => !known.has(name)),
    [],
  )
})

test('the dashboard shows every metric, and asks for no other', async () => {
  const known = await metricNames()
  const { panels } = JSON.parse(readFileSync(join(docs, 'grafana-dashboard.json'), 'utf8')) as Dashboard
  const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
  const asked = new Set(expressions.flatMap(namesIn))
  assert.ok(panels.length > 10 && panels.every(({ targets }) => targets.length > 0))
  assert.deepEqual(
    [...asked].filter((name) => !known.has(name)),
    [],
  )
  assert.deepEqual(
    [...known].filter((name) => name.startsWith('sluice_') && !asked.has(name)),
    [],
  )
})

test('every reason and code is explained', () => {
  for (const name of [...dropReasons, ...rowErrorCodes]) {
    assert.match(page, new RegExp(`^\\| [^|]*\`${name}\``, 'm'), name)
  }
})

test('the defaults of epochs are those of the page', () => {
  const row = (setting: string): string => page.split('\n').find((line) => line.startsWith(`| \`SET '${setting}'\``))!
  const stated = (setting: string, kind: OptionKind<number>): (number | undefined)[] =>
    [...row(setting).matchAll(/`(\d+ \w+)`/g)].map(([, text]) => {
      const parsed = kind.parse(text)
      return parsed.ok ? parsed.value : undefined
    })
  const workshop = new Workshop()
  workshop.remove()
  const filesOnly = withoutSettings(workshop)
  const [loader] = filesOnly.sources[0].tables[0].splitter.branches
  const toKafka = { ...loader, loader: { ...loader.loader, connector: 'kafka' as const } }
  const [source] = filesOnly.sources
  const [table] = source.tables
  const withKafka = {
    ...filesOnly,
    sources: [{ ...source, tables: [{ ...table, splitter: { branches: [toKafka] } }] }],
  }
  const [files, kafka] = [epochLimits(filesOnly, null), epochLimits(withKafka, 60_000)]
  assert.equal(epochLimits(withKafka, 15_000).intervalMs, 5_000, 'never over a third of the time for a transaction')
  assert.deepEqual(stated('job.epoch-interval', durationKind), [files.intervalMs, kafka.intervalMs])
  assert.deepEqual(stated('job.epoch-bytes', sizeKind), [files.bytesMax])
  assert.equal(kafka.bytesMax, Infinity)
  assert.deepEqual([files.recordsMax, kafka.recordsMax], [Infinity, Infinity])
})

function withoutSettings(workshop: Workshop) {
  const plan = workshop.plan(1)
  return { ...plan, settings: { ...plan.settings, epochRecords: null } }
}
