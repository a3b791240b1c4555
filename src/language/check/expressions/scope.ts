/** Which names an expression may read, by the clause it stands in. */
import type { Expression } from '../../../model/expression.ts'
import type { LogicalType } from '../../../types/logical.ts'
import type { Name } from '../../ast.ts'
import { didYouMean, listOf } from '../nearest.ts'
import type { Reporter } from '../reporter.ts'
import { stringType } from './bound.ts'

export interface Scope {
  readonly has: (name: string) => boolean
  /** Null: unknown, and reported. */
  readonly resolve: (name: Name, report: Reporter) => Expression | null
  /** `headers['x']`; null where the scope has no headers. */
  readonly header: ((name: string) => Expression) | null
  /** What a text predicate without a left side looks at; null: it must have one. */
  readonly implicitText: Expression | null
}

const timestampMs: LogicalType = { kind: 'TIMESTAMP_LTZ', precision: 3 }

/** What FILTER sees: the record before any parsing. */
const recordNames: ReadonlyMap<string, Expression> = new Map<string, Expression>([
  ['raw', { kind: 'raw', type: stringType }],
  ['topic', { kind: 'metadata', item: 'topic', type: stringType }],
  ['partition', { kind: 'metadata', item: 'partition', type: { kind: 'INT' } }],
  ['offset', { kind: 'metadata', item: 'offset', type: { kind: 'BIGINT' } }],
  ['timestamp', { kind: 'metadata', item: 'timestamp', type: timestampMs }],
  ['key', { kind: 'metadata', item: 'key', type: { kind: 'BYTES' } }],
])

export function recordScope(columns: ReadonlySet<string>): Scope {
  return {
    has: (name) => recordNames.has(name),
    resolve: (name, report) => {
      const found = recordNames.get(name.text)
      if (found !== undefined) return found
      const known = `FILTER sees ${listOf([...recordNames.keys(), "headers['…']"], 'and')}`
      report.error('E2004', name.span, `unknown name \`${name.text}\` in FILTER`, {
        label: columns.has(name.text)
          ? 'columns are not there yet: FILTER runs before parsing'
          : 'not part of a record',
        help: columns.has(name.text)
          ? `put a condition on columns into WHERE; ${known}`
          : (didYouMean(name.text, recordNames.keys()) ?? known),
      })
      return null
    },
    header: (header) => ({ kind: 'metadata', item: 'header', header, type: { kind: 'BYTES' } }),
    implicitText: { kind: 'raw', type: stringType },
  }
}

/** Names by a map, such as a table's columns; `owner` is for the message: "not a column of `t`". */
export function mapScope(names: ReadonlyMap<string, Expression | null>, owner: string): Scope {
  return {
    has: (name) => names.has(name),
    resolve: (name, report) => {
      const found = names.get(name.text)
      if (found !== undefined) return found
      reportUnknownColumn(name, { owner, candidates: names.keys() }, report)
      return null
    },
    header: null,
    implicitText: null,
  }
}

/** Constants only: DEFAULT, EXPECT. */
export function constantScope(what: string): Scope {
  return {
    has: () => false,
    resolve: (name, report) => {
      report.error('E3016', name.span, `${what} must be a constant`, {
        label: `\`${name.text}\` is a name`,
        help: `write a text in quotes ('${name.text}'), a number, TRUE, FALSE, NULL or DATE '…'`,
      })
      return null
    },
    header: null,
    implicitText: null,
  }
}

export interface Looked {
  /** The table, or what stands in its place. */
  readonly owner: string
  readonly candidates: Iterable<string>
  readonly label?: string
  /** The help where no candidate is near. */
  readonly otherwise?: string
}

export function reportUnknownColumn(
  name: Name,
  { owner, candidates, label, otherwise }: Looked,
  report: Reporter,
): void {
  report.error('E2004', name.span, `unknown column \`${name.text}\``, {
    label: label ?? `not a column of \`${owner}\``,
    help: didYouMean(name.text, candidates) ?? otherwise,
    unknown: { name: name.text, scope: columnsOf(owner) },
  })
}

/** What the columns of a table are declared under. */
export function columnsOf(table: string): string {
  return `columns of ${table}`
}
