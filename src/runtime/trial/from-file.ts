/** A source whose records are read from a file instead (`sample --from`). */
import { fileSourceOptions } from '../../options/index.ts'
import type { Options } from '../../model/model.ts'
import type { SourceNode } from '../../plan/plan.ts'

/** What both connectors know of its options is kept; a topic's messages are the file's lines. */
export function fromFile(source: SourceNode, path: string): SourceNode {
  const kept = Object.entries(source.options).filter(
    ([key]) => Object.hasOwn(fileSourceOptions, key) && (key !== 'framing' || source.connector === 'file'),
  )
  const option = (text: string) => ({ text: text.replaceAll('${', '$${'), place: source.place })
  const options: Options = { ...Object.fromEntries(kept), connector: option('file'), path: option(path) }
  return { ...source, connector: 'file', options }
}
