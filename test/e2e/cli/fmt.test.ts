/** `fmt` and `explain-code`: what they write, print, and exit with. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { sluice } from '../../support/sluice.ts'
import { Project } from './project.ts'

const untidy = "set 'time.zone'='UTC' -- zone\n"
const tidy = "SET 'time.zone' = 'UTC';  -- zone\n"
const broken = "SET 'time.zone' =\n"

test('fmt writes the files that differ, and leaves those alone that do not parse', async (t) => {
  const project = new Project(t, { 'a.sql': untidy, 'b.sql': tidy, 'c.sql': broken })
  const cwd = project.folder
  const contents = (): string[] => ['a.sql', 'b.sql', 'c.sql'].map((path) => readFileSync(project.path(path), 'utf8'))

  const check = await sluice(['fmt', '--check'], { cwd })
  assert.deepEqual([check.code, check.stdout], [1, 'a.sql\n'])
  const diff = await sluice(['fmt', '--diff'], { cwd })
  assert.deepEqual([diff.code, diff.stdout], [1, `--- a.sql\n+++ a.sql\n@@ -1 +1 @@\n-${untidy}+${tidy}`])
  assert.deepEqual(contents(), [untidy, tidy, broken])

  const written = await sluice(['fmt'], { cwd })
  assert.deepEqual([written.code, written.stdout], [1, ''])
  assert.match(written.stderr, /^error\[E1001\]: the statement ends too early\n --> c\.sql:1:18$/m)
  assert.match(written.stderr, /^3 files: 1 formatted, 1 not touched \(syntax mistakes\)$/m)
  assert.deepEqual(contents(), [tidy, tidy, broken])
  const again = await sluice(['fmt', '--check', 'a.sql', 'b.sql'], { cwd })
  assert.deepEqual(again, { code: 0, stdout: '', stderr: '2 files: all in style\n' })
})

test('fmt - reads standard input', async () => {
  assert.deepEqual(await sluice(['fmt', '-'], { input: untidy }), { code: 0, stdout: tidy, stderr: '' })
  const refused = await sluice(['fmt', '-'], { input: broken })
  assert.deepEqual([refused.code, refused.stdout], [1, ''])
  assert.equal((await sluice(['fmt', '-', 'schemas'])).code, 2)
})

test('explain-code shows a page, the list, or what was probably meant', async () => {
  const page = await sluice(['explain-code', 'e2004'])
  assert.equal(page.code, 0)
  assert.match(page.stdout, /^E2004: unknown column\n[^]*```sql\n[^]*Mended:\n/)
  assert.match((await sluice(['explain-code'])).stdout, /^E1001 {2}unexpected text$/m)
  const unknown = await sluice(['explain-code', 'E204'])
  assert.deepEqual([unknown.code, unknown.stdout], [2, ''])
  assert.match(unknown.stderr, /did you mean E2004 \(unknown column\)\?/)
})
