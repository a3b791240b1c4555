/**
 * Runs test folders with node:test: `node test/run.ts unit property …`. Extra arguments after `--` go to node, for example
 * `-- --test-name-pattern=lower`. Files are `test/<folder>/**\/*.test.ts`.
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'

const separator = process.argv.indexOf('--')
const folders = process.argv.slice(2, separator < 0 ? undefined : separator)
const extra = separator < 0 ? [] : process.argv.slice(separator + 1)
const files = folders.flatMap((folder) => globSync(`test/${folder}/**/*.test.ts`)).toSorted()
if (files.length === 0) {
  console.error(`no tests in ${folders.map((folder) => `test/${folder}`).join(', ')}`)
  process.exit(2)
}
const result = spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...extra, ...files], { stdio: 'inherit' })
process.exit(result.status ?? 1)
