/**
 * Runs test folders with node:test: `node test/run.ts unit property …`. Files are `test/<folder>/**\/*.test.ts`; those that take
 * longest begin first. Options, behind `--`: `--test-name-pattern=<regex>`, and `--test-concurrency=<files at once>`.
 */
import { globSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { parseArgs } from 'node:util'
import { inOrder } from './order.ts'
import { shareServers } from './servers/shared.ts'

const separator = process.argv.indexOf('--')
const folders = process.argv.slice(2, separator < 0 ? undefined : separator)
const { values } = parseArgs({
  args: separator < 0 ? [] : process.argv.slice(separator + 1),
  options: { 'test-name-pattern': { type: 'string', multiple: true }, 'test-concurrency': { type: 'string' } },
})
const files = inOrder(folders.flatMap((folder) => globSync(`test/${folder}/**/*.test.ts`).toSorted()))
if (files.length === 0) {
  console.error(`no tests in ${folders.map((folder) => `test/${folder}`).join(', ')}`)
  process.exit(2)
}

// Modules are stripped of their types and compiled by the first process that needs them: where `bin/sluice.js` keeps them.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'node-compile-cache')

// Half of the time of a test with servers is waiting for them: more files at once than processors.
const concurrency = Number(values['test-concurrency'] ?? 2 * availableParallelism())
const servers = files.some((file) => file.startsWith('test/e2e/kafka/')) ? await shareServers() : null
const results = run({ files, concurrency, testNamePatterns: values['test-name-pattern'] ?? [] })
results.on('test:fail', ({ todo }) => {
  if (todo === undefined || todo === false) process.exitCode = 1
})
results.compose(spec).pipe(process.stdout)
results.on('end', () => void servers?.stop())
