/** `sluice test`: runs the TESTs and shows what differs. Exit 1 where one fails. */
import { runTableTests } from '../../runtime/trial/table-test.ts'
import type { CaseResult } from '../../runtime/trial/table-test.ts'
import type { TestCase } from '../../model/model.ts'
import { testCoverage } from '../../runtime/trial/test-coverage.ts'
import { coverageReport } from '../coverage-report.ts'
import { compile } from '../../compile.ts'
import { replaceFile } from '../atomic-file.ts'
import { compileProject, counted } from '../compile-project.ts'
import type { CompiledProject } from '../compile-project.ts'
import { ExitCode, UsageError } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { readPatterns } from '../pattern-files.ts'
import { readProject } from '../project.ts'
import { updateTests } from '../update-tests.ts'
import { xmlText } from '../xml.ts'

export interface TestOptions {
  readonly format: 'human' | 'junit'
  /** Whether to say what no TEST reaches. */
  readonly coverage?: boolean
  /** Whether what came out is written into the files as what is expected. */
  readonly update?: boolean
}

export async function test(paths: readonly string[], options: TestOptions, terminal: Terminal): Promise<number> {
  if (options.update === true && paths.includes('-')) {
    throw new UsageError('`-` (standard input) cannot be updated', 'name the file')
  }
  const project = compileProject(paths, terminal)
  if (project === null) return ExitCode.findings
  const found = runTableTests(project.model)
  if (found.length === 0) {
    throw new UsageError('there is no TEST in these files', "write TEST my_table GIVEN '…' EXPECT (column = value);")
  }
  const hasChanged = options.update === true && writeUpdates(project, found, terminal)
  const { model } = hasChanged ? compile(readProject(paths), readPatterns) : project
  const results = hasChanged ? runTableTests(model) : found
  const failed = results.filter((result) => result.differences.length > 0)
  terminal.out(options.format === 'junit' ? junitReport(results) : humanReport(results, failed))
  if (options.coverage === true) {
    const report = coverageReport(testCoverage(model))
    if (options.format === 'junit') terminal.say(report)
    else terminal.out(report)
  }
  return failed.length > 0 ? ExitCode.findings : ExitCode.fine
}

/** Whether a file is another one now. */
function writeUpdates({ files }: CompiledProject, results: readonly CaseResult[], terminal: Terminal): boolean {
  const { files: updated, refused } = updateTests(files, results)
  for (const { before, text, count } of updated) {
    replaceFile(before.path, before.text, text)
    terminal.say(`updated ${before.path}: ${counted(count, 'case')}\n`)
  }
  for (const { place, reason } of refused) {
    terminal.log.error(
      `cannot update the TEST at ${place}: ${reason}`,
      'mend what it expects by hand, or leave that column out',
    )
  }
  return updated.length > 0
}

function humanReport(results: readonly CaseResult[], failed: readonly CaseResult[]): string {
  const tables = new Set(results.map((result) => result.table))
  const failures = failed.map((result) => `${failureText(result)}\n`).join('')
  const passed = results.length - failed.length
  const counts = failed.length === 0 ? `${passed} passed` : `${passed} passed, ${failed.length} failed`
  return `${failures}${counted(tables.size, 'table')}, ${counted(results.length, 'case')}: ${counts}\n`
}

function failureText({ table, testCase, differences, stages }: CaseResult): string {
  const lines = [`given     ${quoted(testCase.given)}`, ...withText(testCase), ...differences]
  const byStage = stages.map((line) => `    ${line}\n`).join('')
  return `FAILED ${table} at ${testCase.place}\n${lines.map((line) => `  ${line}\n`).join('')}  by stage\n${byStage}`
}

function withText({ metadata }: TestCase): readonly string[] {
  if (metadata.length === 0) return []
  const items = metadata.map(({ name, value }) => {
    const text = name === 'timestamp' ? new Date(Number(value)).toISOString() : value.toString()
    return `${quoted(name)} = ${quoted(text)}`
  })
  return [`with      ${items.join(', ')}`]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function junitReport(results: readonly CaseResult[]): string {
  const byTable = Map.groupBy(results, (result) => result.table)
  const suites = [...byTable].map(([table, cases]) => junitSuite(table, cases))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${junitCounts(results)}>\n${suites.join('\n')}\n</testsuites>\n`
}

function junitSuite(table: string, results: readonly CaseResult[]): string {
  const cases = results.map((result) => {
    const open = `    <testcase name="${xmlText(result.testCase.place)}" classname="${xmlText(table)}"`
    if (result.differences.length === 0) return `${open}/>`
    return `${open}>\n      <failure message="${xmlText(result.differences.join('; '))}">${xmlText(failureText(result))}</failure>\n    </testcase>`
  })
  return `  <testsuite name="${xmlText(table)}" ${junitCounts(results)}>\n${cases.join('\n')}\n  </testsuite>`
}

function junitCounts(results: readonly CaseResult[]): string {
  const failures = results.filter((result) => result.differences.length > 0).length
  return `tests="${results.length}" failures="${failures}" errors="0"`
}
