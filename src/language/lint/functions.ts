/** Functions that nothing calls. */
import type { CreateFunction, SourceText } from '../ast.ts'
import { calledNames, functionKey } from '../check/functions/called.ts'
import type { Reporter } from '../check/reporter.ts'

export function lintFunctions(texts: readonly SourceText[], report: Reporter): void {
  const statements = texts.flatMap((text) => text.statements)
  const functions = statements.filter((statement) => statement.kind === 'create-function')
  const byKey = new Map(functions.map((each) => [functionKey(each.name.text), each]))
  const used = new Set<CreateFunction>()
  const use = (tree: object): void => {
    for (const { text } of calledNames(tree)) {
      const called = byKey.get(functionKey(text))
      if (called === undefined || used.has(called)) continue
      used.add(called)
      use(called.body)
    }
  }
  for (const statement of statements) if (statement.kind !== 'create-function') use(statement)
  for (const each of functions) {
    if (used.has(each)) continue
    report.warning('W2011', each.name.span, `nothing calls \`${each.name.text}\``, {
      label: 'no table and no sink uses this function',
      help: 'call it, or remove it',
    })
  }
}
