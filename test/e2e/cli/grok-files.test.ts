/** Users' pattern files, as the command line reads them. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { runToEnd, sluice } from '../../support/sluice.ts'
import { Project } from './project.ts'

const sql = `
CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'orders.log');
CREATE STREAMING TABLE t (id STRING, rest STRING) FROM s PARSE GROK '^%{LINE}' WITH ('grok.patterns' = 'patterns;more');
CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out', 'format' = 'json') AS SELECT * FROM t;
`

test('a folder and a file of patterns; atomic groups and possessive quantifiers read as plain ones', async (t) => {
  const project = new Project(t, {
    'spec.sql': sql,
    'orders.log': 'AB12 hello\nab12 hello\n',
    'patterns/a': 'ORDER (?>[A-Z]{2})\\d++\n',
    'patterns/.hidden': 'no pattern',
    more: '# the line\nLINE %{ORDER:id} %{GREEDYDATA:rest}\n',
  })
  const summary = await runToEnd(['spec.sql'], { cwd: project.folder })
  assert.deepEqual(summary.tables, { t: { in: 2, out: 1, dropped: {}, errored: { PARSE_GROK: 1 } } })
  const plan = await sluice(['explain', 'spec.sql'], { cwd: project.folder })
  assert.match(plan.stdout, /GROK '\^%\{LINE\}' on the record -> \$\.id, \$\.rest/)
})

test('look-ahead in a file is an error with its file and line; beside the spec is a place for files', async (t) => {
  const project = new Project(t, {
    'game/spec.sql': sql,
    'game/patterns/a': 'ORDER x\n',
    'game/more': '\nUNUSED (?=y)\nLINE %{ORDER:id}(?!z)%{GREEDYDATA:rest}\n',
  })
  const { code, stderr } = await sluice(['compile', 'game/spec.sql'], { cwd: project.folder })
  assert.equal(code, 1)
  assert.match(stderr, /error\[E3011\]: RE2 has no negative look-ahead\n +--> game\/more:3:17\n/)
  assert.doesNotMatch(stderr, /more:2/)
})

test('a file that is not there is named', async (t) => {
  const project = new Project(t, { 'spec.sql': sql, 'patterns/a': 'LINE %{DATA:id} %{DATA:rest}' })
  const { code, stdout } = await sluice(['lint', 'spec.sql'], { cwd: project.folder })
  assert.equal(code, 1)
  assert.match(stdout, /error\[E5007\]: cannot read the patterns in `more`/)
  assert.match(stdout, /no such file or folder \(ENOENT\)/)
})
