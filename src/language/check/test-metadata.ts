/** `GIVEN … WITH (…)`: what a source knows of a record besides its text, by the names that METADATA FROM takes. */
import type { GivenMetadata } from '../../model/model.ts'
import { contextOfZone } from '../../types/conversion/context.ts'
import { convertText } from '../../types/conversion/text.ts'
import type { LogicalType } from '../../types/logical.ts'
import { typeText } from '../../types/text.ts'
import { Failure } from '../../types/value.ts'
import type { Option } from '../ast.ts'
import type { Span } from '../source.ts'
import { didYouMean, listOf } from './nearest.ts'
import type { Reporter } from './reporter.ts'

const text: LogicalType = { kind: 'STRING' }
const count: LogicalType = { kind: 'BIGINT' }

/** Of both connectors. */
const ofAll: ReadonlyMap<string, LogicalType> = new Map<string, LogicalType>([
  ['timestamp', { kind: 'TIMESTAMP_LTZ', precision: 3 }],
  ['offset', count],
])
const ofKafka: ReadonlyMap<string, LogicalType> = new Map<string, LogicalType>([
  ...ofAll,
  ['topic', text],
  ['partition', { kind: 'INT' }],
  ['key', text],
])
const ofFiles: ReadonlyMap<string, LogicalType> = new Map<string, LogicalType>([
  ...ofAll,
  ['file.path', text],
  ['file.name', text],
  ['file.line', count],
])

/** What is wrong is left out. */
export function checkGivenMetadata(
  nodes: readonly Option[],
  connector: 'kafka' | 'file',
  timeZone: string,
  report: Reporter,
): readonly GivenMetadata[] {
  const seen = new Map<string, Span>()
  return nodes.flatMap(({ key, value }): readonly GivenMetadata[] => {
    const name = key.value
    const first = seen.get(name)
    seen.set(name, first ?? key.span)
    if (first !== undefined) {
      report.error('E2012', key.span, `'${name}' is given twice`, {
        label: 'given again',
        related: [{ span: first, label: 'first here' }],
        help: 'keep one of the two',
      })
      return []
    }
    const type = typeOf(name, connector)
    if (type === null) {
      reportUnknown(name, key.span, connector, report)
      return []
    }
    const given = type === text ? value.value : convertText(value.value, type, contextOfZone(timeZone))
    if (given instanceof Failure || given === null) {
      report.error('E3006', value.span, `'${name}' must be ${typeText(type)}`, {
        label: given === null ? 'there is nothing in it' : given.message,
      })
      return []
    }
    // A timestamp is microseconds.
    if (name === 'timestamp') return [{ name, value: Number((given as bigint) / 1000n) }]
    return [{ name, value: typeof given === 'string' ? given : Number(given) }]
  })
}

function typeOf(name: string, connector: 'kafka' | 'file'): LogicalType | null {
  if (connector === 'file') return ofFiles.get(name) ?? null
  return /^headers\../.test(name) ? text : (ofKafka.get(name) ?? null)
}

function reportUnknown(name: string, span: Span, connector: 'kafka' | 'file', report: Reporter): void {
  const known = connector === 'kafka' ? [...ofKafka.keys(), 'headers.NAME'] : [...ofFiles.keys()]
  const whose = connector === 'kafka' ? 'a record of Kafka' : 'a line of a file'
  report.error('E2013', span, `${whose} has no '${name}'`, {
    label: 'none is given with it',
    help: didYouMean(name, known) ?? `it has ${listOf(known, 'and')}`,
  })
}
