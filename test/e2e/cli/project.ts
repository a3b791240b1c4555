/** Small projects for tests of the command line, each in a folder of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'

export class Project {
  readonly folder: string

  /** Removed after the test. Files by path. */
  constructor(t: TestContext, files: Readonly<Record<string, string | Buffer>> = {}) {
    this.folder = mkdtempSync(join(tmpdir(), 'sluice-cli-'))
    t.after(() => rmSync(this.folder, { recursive: true, force: true }))
    for (const [path, content] of Object.entries(files)) this.write(path, content)
  }

  write(path: string, content: string | Buffer): void {
    mkdirSync(dirname(this.path(path)), { recursive: true })
    writeFileSync(this.path(path), content)
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts)
  }
}

/** JSON lines of `path` into JSON files in `out`; `n` and `text` are the columns. */
export function copySql(path: string, settings = ''): string {
  return `${settings}
CREATE SOURCE s WITH ('connector' = 'file', 'path' = '${path}');
CREATE STREAMING TABLE t (n BIGINT NOT NULL, text STRING) FROM s PARSE JSON;
CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out', 'format' = 'json') AS SELECT * FROM t;
`
}

export function jsonLines(count: number, from = 0): string {
  return Array.from({ length: count }, (_, i) => `{"n":${from + i},"text":"line ${from + i}"}\n`).join('')
}
