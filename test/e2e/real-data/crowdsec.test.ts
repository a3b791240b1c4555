/** Eight log formats against what another program's parsers made of the same lines, field by field. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { inTemporaryFolder, runToEnd, sharedData } from '../../support/sluice.ts'
import type { TableSummary } from '../../support/sluice.ts'

const folder = sharedData('crowdsec-hub')
const skip = folder === null ? 'the shared crowdsec logs are absent' : false

interface Format {
  /** Of `expected.jsonl`; its rows name the line by `index`. */
  readonly stage: string
  readonly parser: string
  readonly counts: TableSummary
  /** Fields that are no part of the line, or are not wanted: why. */
  readonly without: Readonly<Record<string, string>>
}

const common = {
  program: 'a constant that the test harness sets',
  message: 'the whole line, which every row of an error stream has, and others do not need',
}

function all(records: number, rest: Partial<TableSummary> = {}): TableSummary {
  return { in: records, out: records, dropped: {}, errored: {}, ...rest }
}

const formats: Readonly<Record<string, Format>> = {
  'apache2-logs': {
    stage: 's01-parse',
    parser: 'crowdsecurity/apache2-logs',
    counts: all(9),
    without: common,
  },
  'aws-alb-logs': { stage: 's01-parse', parser: 'crowdsecurity/aws-alb', counts: all(14), without: common },
  'caddy-logs': {
    stage: 's01-parse',
    parser: 'crowdsecurity/caddy-logs',
    // The line of the reverse proxy is no access, the empty line is none.
    counts: all(12, { out: 10, dropped: { filter: 1, empty: 1 } }),
    without: common,
  },
  'docker-logs': { stage: 's00-raw', parser: 'crowdsecurity/docker-logs', counts: all(3), without: {} },
  'mysql-logs': { stage: 's01-parse', parser: 'crowdsecurity/mysql-logs', counts: all(4), without: common },
  'nginx_http-logs': { stage: 's01-parse', parser: 'crowdsecurity/nginx-logs', counts: all(9), without: common },
  'sshd-logs': {
    stage: 's01-parse',
    parser: 'crowdsecurity/sshd-logs',
    // Line 9, `Disconnected from totobad user`, is of no known kind; nor is it for the others.
    counts: all(24, { out: 23, errored: { PARSE_GROK: 1 } }),
    without: { logsource: 'the constant `syslog` there, the name of the host here' },
  },
  traefik_json: {
    stage: 's01-parse',
    parser: 'crowdsecurity/traefik-logs',
    // Line 6 is a message of a plugin.
    counts: all(7, { out: 6, dropped: { filter: 1 } }),
    without: common,
  },
}

interface Expected {
  readonly stage: string
  readonly parser: string
  readonly index: number
  readonly fields: Readonly<Record<string, string>>
}

type Row = Readonly<Record<string, string | number | null>>

for (const [name, { stage, parser, counts, without }] of Object.entries(formats)) {
  test(`${name}: every line as known`, { skip }, async () => {
    const expected = jsonLines<Expected>(join(folder ?? '', name, 'expected.jsonl')).filter(
      (row) => row.stage === stage && row.parser === parser,
    )
    await inTemporaryFolder(async (out) => {
      const spec = join(import.meta.dirname, 'crowdsec', `${name}.sql`)
      const env = { LOG: join(folder ?? '', name, `${name}.log`), OUT: join(out, 'rows') }
      const summary = await runToEnd([spec, '--state-dir', join(out, 'state')], { env })
      assert.deepEqual(Object.values(summary.tables), [counts])

      const rows = globSync(join(out, 'rows/*.jsonl')).flatMap((file) => jsonLines<Row>(file))
      assert.deepEqual(
        rows.map((row) => Number(row['line']) - 1).toSorted((a, b) => a - b),
        expected.map(({ index }) => index),
      )
      for (const { index, fields } of expected) {
        const row = rows.find((each) => each['line'] === index + 1) ?? {}
        const wanted = Object.entries(fields).filter(([field]) => !Object.hasOwn(without, field))
        const found = Object.entries(row).filter(
          ([field, value]) => value !== null && field !== 'line' && !Object.hasOwn(without, field),
        )
        const missing = wanted.filter(([field, value]) => String(row[field] ?? '') !== value)
        assert.deepEqual(missing, [], `line ${index + 1}`)
        const more = found.filter(([field]) => !Object.hasOwn(fields, field) && field !== 'stream')
        assert.deepEqual(more, [], `line ${index + 1} has more`)
      }
    })
  })
}

function jsonLines<T>(path: string): readonly T[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T)
}
