/** Functions that call functions: none may come back to itself, and what they expand to has a bound. */
import type { CreateFunction, Name } from '../../ast.ts'
import type { Reporter } from '../reporter.ts'
import { calledNames, functionKey } from './called.ts'

/** Calls that one call may become, all the way down. */
const callsMax = 1_000

/** The keys of functions that cannot be expanded; each reason is reported once. */
export function checkCallGraph(functions: ReadonlyMap<string, CreateFunction>, report: Reporter): ReadonlySet<string> {
  const calls = new Map(
    [...functions].map(([key, { body }]) => {
      const called = body.kind === 'expression' ? calledNames(body.expression) : []
      return [key, called.filter(({ text }) => functions.has(functionKey(text)))] as const
    }),
  )
  const wrong = new Set<string>()
  const sizes = new Map<string, number>()
  const visit = (key: string, path: readonly Name[]): number => {
    const known = sizes.get(key)
    if (known !== undefined) return known
    const begin = path.findIndex(({ text }) => functionKey(text) === key)
    if (begin >= 0 && begin < path.length - 1) return reportCycle(path.slice(begin), functions, wrong, report)
    let size = 1
    for (const call of calls.get(key) ?? []) size += visit(functionKey(call.text), [...path, call])
    sizes.set(key, size)
    if (size > callsMax && !wrong.has(key)) {
      wrong.add(key)
      reportTooLarge(functions.get(key)!, report)
      sizes.set(key, 1)
    }
    return size
  }
  for (const [key, { name }] of functions) visit(key, [name])
  return wrong
}

/** `path`: from a function to the call that comes back to it. */
function reportCycle(
  path: readonly Name[],
  functions: ReadonlyMap<string, CreateFunction>,
  wrong: Set<string>,
  report: Reporter,
): number {
  const keys = path.map(({ text }) => functionKey(text))
  const isKnown = keys.every((key) => wrong.has(key))
  for (const key of keys) wrong.add(key)
  if (isKnown) return 1
  const declared = functions.get(keys[0])!.name
  report.error('E4019', path[path.length - 1].span, `\`${declared.text}\` calls itself`, {
    label: path.map(({ text }) => `\`${text}\``).join(' calls '),
    related: [...new Set(keys)].map((key) => ({
      span: functions.get(key)!.name.span,
      label: `\`${functions.get(key)!.name.text}\` is declared here`,
    })),
    help: 'a function is expanded where it is called, so that it must come to an end: break the circle',
  })
  return 1
}

function reportTooLarge({ name }: CreateFunction, report: Reporter): void {
  report.error('E4021', name.span, `\`${name.text}\` expands too far`, {
    label: `one call of it becomes more than ${callsMax} calls`,
    help: 'bring what is common into columns (VIRTUAL ones are not stored), which are computed once',
  })
}
