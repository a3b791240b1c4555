/** SQL to the plan of its first source, for tests of what runs it. */
import { compile } from '../../src/compile.ts'
import type { SourceNode } from '../../src/plan/plan.ts'

const source = `CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');\n`

/** A source `s` is declared in front of the text, unless the text declares one itself. */
export function sourceOf(sql: string): SourceNode {
  const text = sql.includes('CREATE SOURCE') ? sql : source + sql
  const { plan, diagnostics } = compile([{ path: 'test.sql', text }])
  if (plan === null) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'))
  return plan.sources[0]
}

/** A table `t` of the source with these columns and clauses behind `FROM s`, and a sink `out` of all its columns. */
export function tableOf(columns: string, clauses = 'PARSE JSON', more = ''): SourceNode {
  return sourceOf(`
    CREATE STREAMING TABLE t (${columns}) FROM s ${clauses};
    CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM t;
    ${more}`)
}
