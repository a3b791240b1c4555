/** Derivations must not go in a circle. */
import { columnsRead } from '../../model/visit.ts'
import type { Column } from '../../model/model.ts'
import type { Span } from '../source.ts'
import type { Reporter } from './reporter.ts'

/** Reports each circle once, under the AS of its first column. `spans`: of the columns' expressions. */
export function checkDependencies(
  columns: readonly Column[],
  spans: ReadonlyMap<string, Span>,
  report: Reporter,
): void {
  const reads = new Map(
    columns.map(({ name, source }) => [name, source.kind === 'expression' ? columnsRead(source.expression) : []]),
  )
  const done = new Set<string>()
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) reportCycle([...path.slice(path.indexOf(name)), name], spans, report)
    if (done.has(name)) return
    done.add(name)
    for (const next of reads.get(name) ?? []) visit(next, [...path, name])
  }
  for (const { name } of columns) visit(name, [])
}

function reportCycle(chain: readonly string[], spans: ReadonlyMap<string, Span>, report: Reporter): void {
  const span = spans.get(chain[0])
  if (span === undefined) return
  report.error('E4003', span, `\`${chain[0]}\` is derived from itself`, {
    label: chain.map((name) => `\`${name}\``).join(' needs '),
    related: chain.slice(1, -1).flatMap((name) => {
      const place = spans.get(name)
      return place === undefined ? [] : [{ span: place, label: `\`${name}\` is derived here` }]
    }),
    help: 'break the circle: bring one of these columns in from the record',
  })
}
