/** The shared cases of Logstash's pattern library, through the program: a table a pattern, every line gives the fields it must. */
import assert from 'node:assert/strict'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { inTemporaryFolder, runToEnd, sharedData } from '../../support/sluice.ts'

const folder = sharedData('logstash-patterns')
const skip = folder === null ? 'the shared cases of the grok library are absent' : false

interface GrokCase {
  readonly pattern: string
  readonly message: string
  readonly expect_includes: Json
  readonly mode: 'ecs-v1' | 'legacy'
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

test('every line of the cases gives the fields of its case', { skip }, async () => {
  const lines = readFileSync(join(folder ?? '', 'cases_shared.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
  const cases = lines.map((line) => JSON.parse(line) as GrokCase)
  assert.equal(cases.length, 99)
  const kinds = [...new Set(cases.map(({ mode, pattern }) => `${mode} ${pattern}`))]
  await inTemporaryFolder(async (out) => {
    const numbered = cases.map((each, index) => `${index} ${kindOf(each)}|${each.message}\n`)
    writeFileSync(join(out, 'lines.log'), numbered.join(''))
    writeFileSync(
      join(out, 'grok.sql'),
      [source(out), ...kinds.map((kind, index) => table(kind, index, out))].join('\n'),
    )
    const summary = await runToEnd([join(out, 'grok.sql'), '--state-dir', join(out, 'state')])

    const errors = Object.values(summary.tables).flatMap(({ errored }) => Object.keys(errored))
    assert.deepEqual(errors, [])
    const documents = new Map(
      globSync(join(out, 'rows/*/*.jsonl'))
        .flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'))
        .map((row) => JSON.parse(row) as { readonly id: number; readonly message: string; readonly document: Json })
        .map(({ id, message, document }) => [id, { message, ...(document as object) } as Json]),
    )
    assert.equal(documents.size, cases.length)
    for (const [index, { mode, pattern, expect_includes }] of cases.entries()) {
      const missing = differences(expect_includes, documents.get(index) ?? null, '')
      assert.deepEqual(missing, [], `case ${index}: ${pattern} (${mode})`)
    }
  })
})

function kindOf({ mode, pattern }: GrokCase): string {
  return `${mode} ${pattern}`
}

function source(out: string): string {
  return `CREATE SOURCE lines WITH ('connector' = 'file', 'path' = '${out}/lines.log');`
}

/** What stands behind the case's number and kind is the message. */
function table(kind: string, index: number, out: string): string {
  const [mode, pattern] = kind.split(' ')
  return `
CREATE STREAMING TABLE t${index} (id INT, message STRING, document JSON REST)
FROM lines
FILTER CONTAINS ' ${kind}|'
PARSE REGEX '^(?<id>\\d+) [^|]*\\|(?<message>.*)$' THEN GROK '%{${pattern}}' (message) WITH ('grok.names' = '${mode}');
CREATE SINK k${index} WITH ('connector' = 'hive', 'path' = '${out}/rows/t${index}', 'format' = 'json') AS SELECT * FROM t${index};`
}

/** Where the document does not have what is expected; it may have more. */
function differences(expected: Json, found: Json | undefined, place: string): readonly string[] {
  if (typeof expected !== 'object' || expected === null) {
    return expected === found ? [] : [`${place}: ${JSON.stringify(found)} for ${JSON.stringify(expected)}`]
  }
  return Object.entries(expected).flatMap(([key, value]) =>
    differences(value as Json, (found as Record<string, Json> | null | undefined)?.[key], `${place}.${key}`),
  )
}
