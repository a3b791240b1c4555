/** Which connector a statement names: it decides which options there are. */
import type { Option } from '../ast.ts'
import { didYouMean, listOf } from './nearest.ts'
import { writtenValue } from './options.ts'
import type { Owner } from './options.ts'
import type { Reporter } from './reporter.ts'

/** Words that people of other systems write. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['filesystem', 'file'],
  ['files', 'file'],
  ['stdin', 'file'],
  ['stdout', 'print'],
  ['console', 'print'],
  ['upsert-kafka', 'kafka'],
])

export function chooseConnector<C extends string>(
  options: readonly Option[],
  connectors: readonly C[],
  noun: string,
  owner: Owner,
  report: Reporter,
): C | null {
  const option = writtenValue(options, 'connector')
  if (option === null) {
    if (report.isBroken(owner.span)) return null
    report.error('E5003', owner.name.span, `option 'connector' is missing`, {
      label: `a ${noun} needs one`,
      help: `write WITH ('connector' = '${connectors[0]}', …); there are ${listOf(connectors, 'and')}`,
    })
    return null
  }
  const text = option.value.value
  const connector = connectors.find((candidate) => candidate === text)
  if (connector !== undefined) return connector
  const other = connectors.find((candidate) => candidate === otherNames.get(text))
  report.error('E5002', option.value.span, `unknown connector '${text}' for a ${noun}`, {
    label: `must be ${listOf(connectors)}`,
    help: other === undefined ? didYouMean(text, connectors) : `did you mean \`${other}\`?`,
  })
  return null
}
