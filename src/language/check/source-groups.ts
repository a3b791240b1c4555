/** Without `SET 'job.name'` a job has the name of the group that its Kafka sources are read in: there can be but one. */
import { hasReferences } from '../../options/references.ts'
import type { CreateSource } from '../ast.ts'
import type { Reporter } from './reporter.ts'

const key = 'properties.group.id'

/** `nodes`: sources that can be read at all. A group behind a reference is known at run time only, and refused there. */
export function checkGroups(nodes: readonly CreateSource[], report: Reporter): void {
  const named = nodes.flatMap(({ name, options }) => {
    const value = options.find((option) => option.key.value === key)?.value
    return value === undefined || hasReferences(value.value) ? [] : [{ name, value }]
  })
  const first = named[0]
  for (const { name, value } of named.slice(1)) {
    if (value.value === first.value.value) continue
    report.error('E4023', value.span, `\`${name.text}\` gives the job another name than \`${first.name.text}\` does`, {
      label: 'differs from the first',
      related: [{ span: first.value.span, label: `\`${first.name.text}\` is read in this group` }],
      help: "name the job with SET 'job.name', or give all Kafka sources one properties.group.id",
    })
  }
}
