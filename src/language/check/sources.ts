/** `CREATE SOURCE`. */
import { sourceConnectors, sourceOptions } from '../../options/sources.ts'
import type { Settings, Source } from '../../model/model.ts'
import type { CreateSource } from '../ast.ts'
import { placeOf } from '../source.ts'
import { chooseConnector } from './connectors.ts'
import { checkOptions } from './options.ts'
import type { Origins } from './origins.ts'
import { hasReferences } from '../../options/references.ts'
import type { Reporter } from './reporter.ts'
import { checkFraming } from './source-framing.ts'

/** Null where not even the connector is known. */
export function checkSource(node: CreateSource, settings: Settings, origins: Origins, report: Reporter): Source | null {
  const connector = chooseConnector(node.options, sourceConnectors, 'source', node, report)
  if (connector === null) return null
  const checked = checkOptions(node.options, sourceOptions[connector], `a ${connector} source`, node, report)
  const { options, written, values } = checked
  if (connector === 'file') checkFraming(checked, report)
  const zone = written.get('time.zone')
  if (zone !== undefined && hasReferences(zone.value.value)) {
    report.error('E5002', zone.value.span, "option 'time.zone' must be known when compiling", {
      label: 'a reference is replaced only at run time',
      help: "write the zone itself, such as 'Asia/Shanghai'",
    })
  }
  const source: Source = {
    name: node.name.text,
    connector,
    options,
    timeZone: (values.get('time.zone') as string | undefined) ?? settings.timeZone,
    place: placeOf(node.span),
  }
  origins.set(source, node.name.span)
  return source
}
