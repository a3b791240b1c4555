/** Which clauses a parse step takes. */
import { stepOptions } from '../../options/steps.ts'
import type { ParseStepNode } from '../ast.ts'
import type { Span } from '../source.ts'
import type { Reporter } from './reporter.ts'

export type StepKind = keyof typeof stepOptions
export const stepKinds = Object.keys(stepOptions) as readonly StepKind[]

const examples: Readonly<Record<'REGEX' | 'GROK', string>> = {
  REGEX: "write REGEX '^(?<name>\\w+) …$'",
  GROK: "write GROK '%{IP:client} %{WORD:method} …'",
}

/** Reports what is missing, and what does not belong to a step of this kind. */
export function checkClauses(node: ParseStepNode, kind: StepKind, report: Reporter): void {
  const misplaced = (span: Span | undefined | null, what: string, help: string): void => {
    if (span === undefined || span === null) return
    report.error('E4012', span, `${kind} takes no ${what}`, { label: 'not allowed here', help })
  }
  const [pattern] = node.patterns
  if (kind === 'REGEX' || kind === 'GROK') {
    if (pattern === undefined) {
      const label = 'a pattern is missing'
      report.error('E4012', node.stepKind.span, `${kind} without a pattern`, { label, help: examples[kind] })
    }
  } else misplaced(pattern?.span, 'pattern', 'only REGEX and GROK have patterns; the argument stands in parentheses')
  if (kind !== 'CSV') {
    const help =
      kind === 'REGEX' ? 'a regex names its fields itself: (?<name>…)' : 'the keys of a document are named by columns'
    misplaced(node.columns?.[0]?.span, 'COLUMNS', help)
  }
  if (kind === 'UNNEST') {
    if (node.argument !== null) return
    report.error('E4012', node.stepKind.span, 'UNNEST without an argument', {
      label: 'of what?',
      help: "name the array: UNNEST (items), UNNEST (PATH '$.a.items' AS item)",
    })
  } else {
    misplaced(node.ordinality?.span, 'ORDINALITY', 'only UNNEST makes rows that could be numbered')
    misplaced(node.outer, 'OUTER', 'only UNNEST makes rows; NULL ON ERROR goes on where a text does not parse')
  }
}
