import assert from 'node:assert/strict'
import test from 'node:test'
import type { Diagnostic } from '../../../src/language/diagnostic.ts'
import { renderDiagnostics } from '../../../src/language/render.ts'
import type { SourceFile, Span } from '../../../src/language/source.ts'

function spanOf(file: SourceFile, marked: string): Span {
  const start = file.text.indexOf(marked)
  return { file, start, end: start + marked.length }
}

const sinks: SourceFile = { path: 'game/sinks.sql', text: '\n'.repeat(9) + 'SELECT rol_id FROM t' }
const tables: SourceFile = { path: 'game/a.sql', text: 'CREATE STREAMING TABLE t (\r\n  角色 INT\r\n)' }
const unknown: Diagnostic = {
  code: 'E2004',
  severity: 'error',
  message: 'unknown column `rol_id`',
  span: spanOf(sinks, 'rol_id'),
  label: 'not a column of `t`',
  related: [{ span: spanOf(tables, '角色 INT'), label: 'its columns' }],
  help: 'did you mean `role_id`?',
}

test('code, place, line, carets, related place in another file, help', () => {
  const expected = `error[E2004]: unknown column \`rol_id\`
  --> game/sinks.sql:10:8
   |
10 | SELECT rol_id FROM t
   |        ^^^^^^ not a column of \`t\`
  ::: game/a.sql:2:3
   |
 2 |   角色 INT
   |   -------- its columns
   = help: did you mean \`role_id\`?
`
  assert.equal(renderDiagnostics([unknown], { color: false }), expected)
})

test('sorted by file, place and code, a blank line between', () => {
  const at = (code: 'E2004' | 'W2005', span: Span): Diagnostic => ({ code, severity: 'warning', message: 'm', span })
  const all = [
    unknown,
    at('W2005', spanOf(tables, 'INT')),
    at('E2004', spanOf(tables, 'INT')),
    at('W2005', spanOf(tables, 'CREATE')),
  ]
  const heads = renderDiagnostics(all, { color: false }).match(/^(?:error|warning)\[.*\n.*/gm)
  assert.deepEqual(heads, [
    'warning[W2005]: m\n --> game/a.sql:1:1',
    'warning[E2004]: m\n --> game/a.sql:2:6',
    'warning[W2005]: m\n --> game/a.sql:2:6',
    'error[E2004]: unknown column `rol_id`\n  --> game/sinks.sql:10:8',
  ])
})

test('a span over lines shows its first; the end of a text has a caret too', () => {
  const over = renderDiagnostics([{ ...unknown, span: spanOf(tables, 'TABLE t (\r\n  角'), related: [] }], {
    color: false,
  })
  assert.match(over, /\n1 \| CREATE STREAMING TABLE t \(\n {2}\| {18}\^{9} not/)
  const { length } = sinks.text
  const end = renderDiagnostics([{ ...unknown, span: { file: sinks, start: length, end: length }, related: [] }], {
    color: false,
  })
  assert.match(end, /FROM t\n {3}\| {21}\^ not/)
})

test('what users wrote cannot speak to the terminal', () => {
  const file: SourceFile = { path: 'x.sql', text: "SET '\u001b[31m\u0007' = x" }
  const text = renderDiagnostics([{ ...unknown, message: 'a\u001b[2Jb\nc', span: spanOf(file, 'x'), related: [] }], {
    color: false,
  })
  assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}/u)
  assert.match(text, /: a \[2Jb c\n/)
})

test('colours only where asked for', () => {
  assert.ok(renderDiagnostics([unknown], { color: true }).startsWith('\u001b[1;31merror[E2004]\u001b[0m'))
  assert.ok(!renderDiagnostics([unknown], { color: false }).includes('\u001b'))
  assert.equal(renderDiagnostics([], { color: true }), '')
})
