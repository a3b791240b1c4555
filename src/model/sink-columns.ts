/** What of a sink's columns goes where: into the key, the value, the partition folders. */
import type { Sink, SinkColumn } from './model.ts'

type KeyedSink = Pick<Sink, 'columns' | 'options' | 'partitionedBy'>

/** `key.fields`, by output name, in the option's order. */
export function keyFields(sink: Pick<Sink, 'options'>): readonly string[] {
  const text = sink.options['key.fields']?.text ?? ''
  return text === '' ? [] : text.split(';').map((name) => name.trim())
}

/** The columns of a message's value, or of a file: without partition columns, and without the key where it is left out. */
export function valueColumns(sink: KeyedSink): readonly SinkColumn[] {
  const withoutKey = sink.options['value.fields-include']?.text === 'EXCEPT_KEY'
  const left = new Set([...sink.partitionedBy, ...(withoutKey ? keyFields(sink) : [])])
  return sink.columns.filter((column) => !left.has(column.name))
}
