/** Sinks that meet in one place. */
import { sameType } from '../../types/same.ts'
import type { CheckedSink } from './sinks.ts'
import type { Reporter } from './reporter.ts'

/** Two sinks on one path are an error; on one topic their rows must be the same. */
export function checkTargets(sinks: readonly CheckedSink[], report: Reporter): void {
  const paths = new Map<string, CheckedSink>()
  const topics = new Map<string, CheckedSink>()
  for (const sink of sinks) {
    const { connector } = sink.sink
    if (connector === 'hive') meet(sink, 'path', normalized(text(sink, 'path')), paths, report)
    if (connector === 'kafka') {
      const brokers = text(sink, 'properties.bootstrap.servers') ?? ''
      const topic = text(sink, 'topic')
      meet(sink, 'topic', topic === null ? null : `${brokers} ${topic}`, topics, report)
    }
  }
}

function meet(
  sink: CheckedSink,
  key: 'path' | 'topic',
  place: string | null,
  first: Map<string, CheckedSink>,
  report: Reporter,
): void {
  if (place === null) return
  const other = first.get(place)
  if (other === undefined) {
    first.set(place, sink)
    return
  }
  const { value } = sink.options.written.get(key)!
  const otherValue = other.options.written.get(key)!.value
  if (key === 'topic') {
    const difference = differenceOf(sink, other)
    if (difference === null) return
    report.error('E4007', value.span, `two sinks write different rows to the topic '${value.value}'`, {
      label: difference,
      related: [{ span: otherValue.span, label: `\`${other.sink.name}\` writes to it too` }],
      help: 'give them the same columns, types and format, or topics of their own',
    })
    return
  }
  report.error('E4006', value.span, `two sinks write to '${value.value}'`, {
    label: 'taken already',
    related: [{ span: otherValue.span, label: `\`${other.sink.name}\` writes here` }],
    help: 'give each sink a path of its own',
  })
}

/** `warehouse/a/`, `./warehouse/a` and `warehouse//a` are one folder. */
function normalized(path: string | null): string | null {
  if (path === null) return null
  const parts = path.split('/').filter((part, i) => (part !== '' || i === 0) && part !== '.')
  return parts.join('/')
}

function text({ options }: CheckedSink, key: string): string | null {
  return options.written.get(key)?.value.value ?? null
}

function differenceOf(sink: CheckedSink, other: CheckedSink): string | null {
  if (text(sink, 'format') !== text(other, 'format')) return 'the formats differ'
  const [a, b] = [sink.sink.columns, other.sink.columns]
  const at = a.findIndex((column, i) => {
    const same = b[i]
    return (
      same === undefined ||
      same.name !== column.name ||
      same.nullable !== column.nullable ||
      !sameType(same.type, column.type)
    )
  })
  if (at >= 0) return `they differ in column ${at + 1}, \`${a[at].name}\``
  return a.length === b.length ? null : `they differ in column ${a.length + 1}, \`${b[a.length].name}\``
}
