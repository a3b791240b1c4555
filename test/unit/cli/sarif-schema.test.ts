/**
 * What `lint --format sarif` writes is valid by the published schema of SARIF 2.1.0 (errata 01), which is the file
 * `sarif-2.1/schema/sarif-schema-2.1.0.json` of https://github.com/oasis-tcs/sarif-spec.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import draft04 from 'ajv-draft-04'
import formats from 'ajv-formats'
import { sarifFindings } from '../../../src/cli/lint-formats/sarif.ts'
import { compile } from '../../../src/compile.ts'

const schema = JSON.parse(
  readFileSync(new URL('../../support/schemas/sarif-schema-2.1.0.json', import.meta.url), 'utf8'),
) as object
const ajv = new draft04.default({ strict: false, allErrors: true })
formats.default(ajv)
const validate = ajv.compile(schema)

const programs: Readonly<Record<string, string>> = {
  'no finding': '',
  mistakes: "CREATE SOURCE s WITH ('connector' = 'file');\nSET 'x<y' = '1'",
  'related places': "CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'x', 'path' = 'y');",
  'a lint':
    "CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'x');\nCREATE STREAMING TABLE t (a INT) FROM s PARSE JSON;",
  'an empty place': 'CREATE SOURCE s',
}

for (const [name, text] of Object.entries(programs)) {
  test(`SARIF is valid by its schema: ${name}`, () => {
    const { diagnostics } = compile([{ path: 'logs & 日志/a b.sql', text }])
    const log = JSON.parse(sarifFindings(diagnostics)) as object
    assert.ok(validate(log), JSON.stringify(validate.errors, null, 1))
    assert.equal(validate({ ...log, version: '2.0.0' }), false)
  })
}
