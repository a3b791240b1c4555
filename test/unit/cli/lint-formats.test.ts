/** What other tools read: SARIF's required properties, JUnit's nesting and counts. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { junitFindings } from '../../../src/cli/lint-formats/junit.ts'
import { sarifFindings } from '../../../src/cli/lint-formats/sarif.ts'
import { unifiedDiff } from '../../../src/cli/unified-diff.ts'
import { compile } from '../../../src/compile.ts'

const files = [
  { path: 'logs & more/a.sql', text: "CREATE SOURCE s WITH ('connector' = 'file');\nSET 'x<y' = '1';\n" },
  { path: 'b.sql', text: "CREATE SOURCE s WITH ('connector' = 'file', 'path' = '日志');\n" },
  { path: 'c.sql', text: '' },
]
const { diagnostics } = compile(files)

interface Region {
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
}

interface Location {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Region }
}

interface Sarif {
  readonly version: string
  readonly $schema: string
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } }
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly level: string
      readonly message: { readonly text: string }
      readonly locations: readonly Location[]
      readonly relatedLocations?: readonly (Location & { readonly message: { readonly text: string } })[]
    }[]
  }[]
}

test('SARIF: every result has a rule, a text and a region', () => {
  const log = JSON.parse(sarifFindings(diagnostics)) as Sarif
  assert.equal(log.version, '2.1.0')
  const [{ tool, results }] = log.runs
  assert.equal(results.length, diagnostics.length)
  const ids = tool.driver.rules.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  for (const { ruleId, ruleIndex, level, message, locations, relatedLocations = [] } of results) {
    assert.equal(ids[ruleIndex], ruleId)
    assert.ok(['none', 'note', 'warning', 'error'].includes(level))
    assert.ok(message.text.length > 0)
    assert.ok(relatedLocations.every((related) => related.message.text.length > 0))
    assert.equal(locations.length, 1)
    for (const { physicalLocation } of [...locations, ...relatedLocations]) {
      const { artifactLocation, region } = physicalLocation
      assert.doesNotMatch(artifactLocation.uri, /[ &<>]/u)
      assert.ok(region.startLine >= 1 && region.startColumn >= 1)
      assert.ok(region.endLine > region.startLine || region.endColumn >= region.startColumn)
    }
  }
})

test('JUnit: a case for each file, failures counted, everything escaped', () => {
  const xml = junitFindings(
    diagnostics,
    files.map(({ path }) => path),
  )
  assert.match(xml, /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites tests="3" failures="2" errors="0">/)
  assert.equal(xml.match(/<testcase /g)?.length, 3)
  assert.equal(xml.match(/<failure message="/g)?.length, 2)
  assert.match(xml, /name="logs &amp; more\/a\.sql"/)
  assert.match(xml, /x&lt;y/)
  assert.doesNotMatch(xml.replaceAll(/&(amp|lt|gt|quot);/g, ''), /&/)
})

test('diffs are those of diff -u', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n'
  const after = 'a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm'
  assert.equal(
    unifiedDiff({ path: 'x', before, after }, false),
    `--- x\n+++ x\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -10,3 +10,4 @@\n j\n k\n l\n+m\n\\ No newline at end of file\n`,
  )
  assert.equal(unifiedDiff({ path: 'x', before, after: before }, false), '')
  assert.equal(unifiedDiff({ path: 'x', before: '', after: 'a\n' }, false), '--- x\n+++ x\n@@ -0,0 +1 @@\n+a\n')
})
