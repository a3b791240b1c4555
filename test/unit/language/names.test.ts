/** Only the reserved words of the language's page are no names; every other keyword is one wherever a name may stand. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { contextualWords, isReserved } from '../../../grammar/tokens.ts'
import type { CreateSink, CreateTable, Statement } from '../../../src/language/ast.ts'
import { parse } from '../../../src/language/parse.ts'

const otherWords = [
  'key',
  'offset',
  'level',
  'type',
  'value',
  'partition',
  'topic',
  'hour',
  'minute',
  'function',
  'row',
  'map',
  'if',
]
const words = [...contextualWords.map((word) => word.toLowerCase()), ...otherWords]

function statementOf(text: string): Statement {
  const { source, diagnostics } = parse({ path: 'names.sql', text })
  assert.deepEqual(
    diagnostics.map(({ message, label }) => `${message}: ${label}`),
    [],
    text,
  )
  assert.equal(source.statements.length, 1)
  return source.statements[0]
}

test('the reserved words are those of the page', () => {
  const reserved =
    'ALL AND AS BETWEEN CASE CAST CHECK CONSTRAINT CREATE DISTINCT ELSE END EXISTS FALSE FROM IN IS LIKE NOT NULL OR SELECT THEN TRUE WHEN WHERE WITH'
  for (const word of reserved.split(' ')) assert.ok(isReserved(word.toLowerCase()), word)
  for (const word of words) assert.ok(!isReserved(word), word)
})

test('columns may be called by every keyword that is not reserved', () => {
  for (const clause of [
    '',
    ' NOT NULL',
    " PATH '$.x'",
    ' AS x',
    ' METADATA',
    ' REST',
    ' VIRTUAL',
    " COMMENT 'c'",
    ' DEFAULT 1',
  ]) {
    const columns = words.map((word) => `${word} STRING${clause}`).join(', ')
    const table = statementOf(`CREATE STREAMING TABLE t (${columns}) FROM s`) as CreateTable
    assert.deepEqual(
      table.columns.map((column) => column.name.text),
      words,
    )
  }
})

test('they are names in expressions, alone and beside operators', () => {
  for (const word of words) {
    const uses = [word, `${word} = 1`, `NOT ${word}`, `f(${word})`, `-${word} + 1`, `${word} IS NULL`, `${word}['x']`]
    uses.push(`${word} CONTAINS 'x'`, `${word} NOT IN (${word}, 1)`, `${word} BETWEEN ${word} AND ${word}`)
    uses.push(`CASE ${word} WHEN ${word} THEN ${word} ELSE ${word} END`, `CAST(${word} AS INT)`, `${word} || ${word}`)
    for (const use of uses) {
      const table = statementOf(`CREATE STREAMING TABLE t (a INT AS ${use} VIRTUAL) FROM s WHERE ${use}`) as CreateTable
      assert.ok(JSON.stringify(table.where, withoutSpans).includes(`{"kind":"name","name":{"text":"${word}"}}`), use)
    }
  }
})

test('they are names of sources, tables, sinks, fields and aliases', () => {
  for (const word of words) {
    statementOf(`CREATE SOURCE ${word} WITH ('connector' = 'file')`)
    statementOf(`CREATE STREAMING TABLE ${word} (CONSTRAINT ${word} CHECK (${word} > 0)) LIKE ${word} FROM ${word}`)
    statementOf(
      `CREATE STREAMING TABLE t (a ROW<${word} INT, b STRING>, b INT PATH '$' OF ${word}, c JSON REST OF ${word})`,
    )
    statementOf(
      `CREATE STREAMING TABLE t (a INT) FROM s PARSE CSV (${word}) COLUMNS (${word}) THEN JSON (PATH '$.a' AS ${word})`,
    )
    statementOf(`TEST ${word} GIVEN 'x' EXPECT (${word} = 1)`)
    const sink = statementOf(
      `CREATE SINK ${word} PARTITIONED BY (${word}) WITH ('a' = 'b') AS SELECT ${word} AS ${word}, ${word} FROM ${word} WHERE ${word}`,
    ) as CreateSink
    assert.equal(sink.from.kind, 'table')
    assert.equal(sink.from.name.text, word)
    assert.equal(sink.items?.[0].alias?.text, word)
  }
})

test('backticks make a name of anything, doubled inside', () => {
  const table = statementOf(
    'CREATE STREAMING TABLE `from` (`a``b` INT, `select` INT AS `a``b`) FROM `日 志`',
  ) as CreateTable
  assert.equal(table.name.text, 'from')
  assert.equal(table.columns[0].name.text, 'a`b')
  assert.equal(table.from?.text, '日 志')
})

test('letters of every script are letters', () => {
  const table = statementOf('CREATE STREAMING TABLE 登录 (角色等级 INT, größe INT) FROM s') as CreateTable
  assert.deepEqual([table.name.text, ...table.columns.map((column) => column.name.text)], ['登录', '角色等级', 'größe'])
})

function withoutSpans(key: string, value: unknown): unknown {
  return key === 'span' ? undefined : value
}
