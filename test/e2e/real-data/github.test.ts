/** 800 real GitHub events, five types as five tables of one source, split by conditions into sinks by hour. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { duckdb, hyparquet, type Row } from '../../support/read-back.ts'
import { inTemporaryFolder, runToEnd, sharedData, type Summary } from '../../support/sluice.ts'

const events = sharedData('gharchive-pinot/2021-07-21-few-hours.json')
const spec = join(import.meta.dirname, 'github.sql')
const skip = events === null ? 'the shared GitHub events are absent' : false

const typeOfTable: Readonly<Record<string, string>> = {
  push: 'PushEvent',
  created: 'CreateEvent',
  pull_request: 'PullRequestEvent',
  watch: 'WatchEvent',
  issue_comment: 'IssueCommentEvent',
}

interface Oracle {
  readonly lines: number
  readonly by_type: Readonly<Record<string, number>>
  readonly by_hour_type: Readonly<Record<string, number>>
}
type Json = Record<string, unknown>

async function withRun(use: (out: string, summary: Summary, oracle: Oracle) => Promise<void>): Promise<void> {
  const oracle = JSON.parse(readFileSync(join(events ?? '', '../../oracle/gharchive.json'), 'utf8')) as Oracle
  await inTemporaryFolder(async (folder) => {
    const out = join(folder, 'out')
    const env = { EVENTS: events ?? '', OUT: out }
    await use(out, await runToEnd([spec, '--state-dir', join(folder, 'state')], { env }), oracle)
  })
}

test('every record is accounted for, counts are the oracle’s', { skip }, async () => {
  await withRun(async (out, summary, oracle) => {
    const claimed = Object.values(typeOfTable).reduce((sum, type) => sum + (oracle.by_type[type] ?? 0), 0)
    const unclaimed = oracle.lines - claimed
    assert.deepEqual(summary.sources, { github: { in: oracle.lines, unclaimed } })
    for (const [table, type] of Object.entries(typeOfTable)) {
      const rows = oracle.by_type[type] ?? 0
      const expected = { in: oracle.lines, out: rows, dropped: { filter: oracle.lines - rows }, errored: {} }
      assert.deepEqual(summary.tables[table], expected, table)
    }
    assert.equal(summary.sinks['other']?.rows, unclaimed)
    assert.deepEqual(await countsByHour(out), claimedByHour(oracle))
  })
})

async function countsByHour(out: string): Promise<Record<string, number>> {
  const parquet = `read_parquet('${out}/*/*/*.parquet', hive_partitioning = true, union_by_name = true, hive_types_autocast = false)`
  const json = `read_json('${out}/push_large/*/*.jsonl', hive_partitioning = true, hive_types_autocast = false)`
  const rows = await duckdb(
    `SELECT replace(hour, ' ', 'T') || '|' || type AS key, count(*)::INT AS n FROM (SELECT hour, type FROM ${parquet} UNION ALL SELECT hour, type FROM ${json}) GROUP BY 1`,
  )
  return Object.fromEntries(rows.map((row) => [row['key'], row['n']])) as Record<string, number>
}

function claimedByHour(oracle: Oracle): Record<string, number> {
  const types = new Set(Object.values(typeOfTable))
  return Object.fromEntries(Object.entries(oracle.by_hour_type).filter(([key]) => types.has(key.split('|')[1] ?? '')))
}

test('REST and the columns give back the whole document', { skip }, async () => {
  await withRun(async (out) => {
    const documents = new Map(
      readFileSync(events ?? '', 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Json)
        .map((document) => [String(document['id']), document]),
    )
    const small = await hyparquet(join(out, 'push_small/*/*.parquet'))
    const large = globSync(join(out, 'push_large/*/*.jsonl')).flatMap((file) =>
      readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Row),
    )
    assert.equal(small.length + large.length, 425)
    for (const row of [...small, ...large]) {
      const document = documents.get(String(row['id'])) as Json
      assert.deepEqual(rebuilt(row), document)
      const commits = (document['payload'] as { commits: { sha: string }[] }).commits
      assert.equal(row['first_sha'] ?? undefined, commits[0]?.sha)
      assert.equal(row['last_sha'] ?? undefined, commits.at(-1)?.sha)
    }
  })
})

/** The document of a push: REST with the claimed members put back where they were. */
function rebuilt(row: Row): Json {
  const rest =
    typeof row['rest'] === 'string' ? (JSON.parse(row['rest']) as Json) : structuredClone(row['rest'] as Json)
  const parent = (key: string): Json => rest[key] as Json
  rest['id'] = String(row['id'])
  rest['type'] = row['type']
  rest['public'] = row['public']
  rest['created_at'] = instant(row['created_at'])
  Object.assign(parent('actor'), { id: Number(row['actor_id']), login: row['actor_login'] })
  Object.assign(parent('repo'), { id: Number(row['repo_id']), name: row['repo_name'] })
  Object.assign(parent('payload'), { size: row['commits'], ref: row['ref'] })
  if (row['org_login'] !== null) parent('org')['login'] = row['org_login']
  return rest
}

function instant(value: unknown): string {
  const text = value instanceof Date ? value.toISOString() : String(value).replace(' ', 'T')
  return text.replace(/(\.\d+)?Z$/, 'Z')
}
