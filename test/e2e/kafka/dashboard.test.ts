/** Whatever the Grafana dashboard and the alerts of docs/operations.md ask for, a running job has, with the labels that they name. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { askedBy, labelsLeft, legendLabels, readDashboard, scraped } from '../../support/dashboard.ts'
import type { Asked } from '../../support/dashboard.ts'
import { administerWith, makeTopics } from '../../support/kafka-admin.ts'
import { kafkaOfFile } from '../../support/kafka-of-file.ts'
import { repository } from '../../support/sluice.ts'
import { Project } from '../cli/project.ts'
import { Running } from '../cli/running.ts'

const topic = `dashboard.${Date.now().toString(36)}`
const server = kafkaOfFile(fill)

/** Something of everything: rows, a broken record, one that WHERE leaves out, one of no table. */
const lines = ['{"n":1,"at":"2026-11-20T00:00:00Z"}', '{"n":2,"at":"2026-11-20T03:00:00Z"}', '{', '{"n":0}', 'other']

async function fill(brokers: string): Promise<void> {
  const client = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
  await administerWith(client, async (admin) => makeTopics(admin, [{ topic, numPartitions: 1 }]))
  const producer = client.producer()
  await producer.connect()
  await producer.send({ topic, messages: lines.map((value) => ({ value })) })
  await producer.disconnect()
}

function project(brokers: string): string {
  return `
SET 'time.zone' = 'UTC';
SET 'job.epoch-interval' = '200 ms';
CREATE SOURCE s WITH ('connector' = 'kafka', 'properties.bootstrap.servers' = '${brokers}', 'topic' = '${topic}',
  'properties.group.id' = '${topic}');
CREATE SOURCE f WITH ('connector' = 'file', 'path' = 'in.log');
CREATE STREAMING TABLE t (
  n BIGINT NOT NULL, at TIMESTAMP_LTZ(3) NOT NULL, hour STRING NOT NULL AS date_format(at, 'HH'),
  WATERMARK FOR at AS at - INTERVAL '1' MINUTE
) FROM s FILTER CONTAINS '{' PARSE JSON WHERE n > 0;
CREATE STREAMING TABLE u (n BIGINT NOT NULL) FROM f PARSE JSON;
CREATE SINK k PARTITIONED BY (hour) WITH (
  'connector' = 'hive', 'path' = 'out', 'format' = 'json', 'sink.partition-commit.trigger' = 'process-time'
) AS SELECT * FROM t;
CREATE SINK l WITH ('connector' = 'hive', 'path' = 'lines', 'format' = 'json') AS SELECT * FROM u;
`
}

/** Series -> the labels that it has, wherever it is. */
function seriesIn(metrics: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const [, name, labels = ''] of metrics.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const known = found.get(name) ?? new Set()
    for (const [, label] of labels.matchAll(/(\w+)="/g)) known.add(label)
    found.set(name, known)
  }
  return found
}

interface Query {
  readonly place: string
  readonly expr: string
  readonly legend: readonly string[]
}

function queries(): readonly Query[] {
  const { panels, templating } = readDashboard()
  const ofPanels = panels.flatMap(({ title, targets }) =>
    targets.map((target) => ({ place: `panel ${title}`, expr: target.expr, legend: legendLabels(target) })),
  )
  const page = readFileSync(join(repository, 'docs/operations.md'), 'utf8')
  const ofAlerts = [...page.matchAll(/^ +expr: (.*)$/gm)].map(([, expr]) => ({ place: 'an alert', expr, legend: [] }))
  assert.ok(ofPanels.length > 20 && ofAlerts.length > 2)
  const ofVariables = templating.list.flatMap(({ name, query }) => {
    const [, series, label] = /label_values\((\w+), (\w+)\)/.exec(typeof query === 'string' ? query : query.query) ?? []
    return series === undefined ? [] : [{ place: `variable ${name}`, expr: series, legend: [label] }]
  })
  return [...ofPanels, ...ofAlerts, ...ofVariables]
}

/** What it asks for that is not there. */
function missingFor({ place, expr, legend }: Query, series: ReturnType<typeof seriesIn>): readonly string[] {
  const asked = askedBy(expr)
  assert.ok(asked.length > 0, `${place}: ${expr}`)
  const has = (one: Asked, label: string): boolean => scraped.has(label) || series.get(one.series)?.has(label) === true
  const missing = asked.flatMap((one) => {
    if (!series.has(one.series)) return [`${place}: ${one.series}`]
    return one.labels.filter((label) => !has(one, label)).map((label) => `${place}: ${one.series} has no ${label}`)
  })
  const left = labelsLeft(expr)
  const unseen = legend.filter((label) => (left === null ? !has(asked[0], label) : !left.includes(label)))
  return [...missing, ...unseen.map((label) => `${place}: no ${label} is left for the legend`)]
}

test('every metric and label of the dashboard and the alerts is in /metrics of a running job', async (context) => {
  if (server.isMissing(context)) return
  const files = { 'spec.sql': project(server.brokers), 'in.log': '{"n":1}\n' }
  const running = new Running(context, new Project(context, files), ['run', 'spec.sql', '-v', '--http', '0'])
  const url = await running.url()
  const scrape = async (): Promise<string> => (await fetch(`${url}/metrics`)).text()
  // Both tables have rows, and what was committed last can be complete.
  await running.until(async () => {
    const series = seriesIn(await scrape())
    return series.get('sluice_watermark_lag_seconds')?.has('table') === true && / committed: /.test(running.stderr)
  })
  const series = seriesIn(await scrape())
  assert.deepEqual(
    queries().flatMap((query) => missingFor(query, series)),
    [],
  )
  assert.equal(await running.stop('SIGTERM'), 130, running.stderr)
})

test('what is not there is found', () => {
  const series = seriesIn('sluice_rows_total{sink="k"} 1\nprocess_open_fds 3\n')
  const missing = (expr: string, legend: readonly string[] = []): readonly string[] =>
    missingFor({ place: 'p', expr, legend }, series)
  assert.deepEqual(missing('sum by (sink) (rate(sluice_rows_total{instance=~"$instance"}[5m]))', ['sink']), [])
  assert.deepEqual(missing('sluice_row_total'), ['p: sluice_row_total'])
  assert.deepEqual(missing('sum by (table) (sluice_rows_total)'), ['p: sluice_rows_total has no table'])
  assert.deepEqual(missing('sluice_rows_total{source="s"}'), ['p: sluice_rows_total has no source'])
  assert.deepEqual(missing('sum(sluice_rows_total)', ['sink']), ['p: no sink is left for the legend'])
  assert.deepEqual(missing('process_open_fds', ['instance']), [])
})
