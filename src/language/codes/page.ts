/** What a page of explanation holds. Its examples are programs: tests compile them. */

export interface CodePage {
  /** Why it is wrong, or will hurt; a sentence or two. */
  readonly cause: string
  /** Gets this code and, the prelude before it, no other. */
  readonly example: string
  /** The same, mended. */
  readonly mended: string
  /** What the file `patterns/shop` holds, beside each of the two. */
  readonly patterns?: { readonly example: string; readonly mended: string }
}

/** What every example takes for granted. */
export const examplePrelude = `CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE login (
  id    BIGINT NOT NULL,
  name  STRING,
  level INT,
  day   STRING NOT NULL
)
FROM logs
PARSE JSON;

CREATE SINK login_print
WITH ('connector' = 'print')
AS SELECT * FROM login;
`

/** SQL as it is meant to be read: without the indentation of its place; backslashes are its own, but for those before \` and \$. */
export function sql(parts: TemplateStringsArray): string {
  const text = parts.raw[0].replaceAll(/\\([`$])/g, '$1')
  const lines = text.split('\n').slice(1, -1)
  const indents = lines.filter((line) => line !== '').map((line) => line.length - line.trimStart().length)
  const indent = Math.min(...indents)
  return lines.map((line) => `${line.slice(indent)}\n`).join('')
}
