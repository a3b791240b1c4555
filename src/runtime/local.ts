/**
 * `run --local DIR`: a plan whose Kafka sources read files of a folder, so that a table is tried without a cluster. A topic is
 * `DIR/<topic>`, `<topic>.log`, `<topic>.gz` or `<topic>.log.gz`, whichever is there.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConnectorError } from '../connectors/ports.ts'
import { fileSourceOptions } from '../options/index.ts'
import type { Options } from '../model/model.ts'
import type { Plan, SourceNode } from '../plan/plan.ts'
import { resolveFor } from './connect/options.ts'

const suffixes = ['', '.log', '.gz', '.log.gz'] as const

/** Raises ConnectorError where no file stands for a topic. */
export function withLocalSources(plan: Plan, folder: string): Plan {
  return { ...plan, sources: plan.sources.map((source) => localSource(source, folder)) }
}

function localSource(source: SourceNode, folder: string): SourceNode {
  if (source.connector !== 'kafka') return source
  const { topic } = source.options
  const name = resolveFor(`source \`${source.name}\``, { topic }).topic.text
  return fromFile(source, fileOfTopic(folder, name))
}

/** The source with its records read from a file; what both connectors know of its options is kept. */
export function fromFile(source: SourceNode, path: string): SourceNode {
  const kept = Object.entries(source.options).filter(
    ([key]) => Object.hasOwn(fileSourceOptions, key) && key !== 'framing',
  )
  const option = (text: string) => ({ text: text.replaceAll('${', '$${'), place: source.place })
  const options: Options = { ...Object.fromEntries(kept), connector: option('file'), path: option(path) }
  return { ...source, connector: 'file', options }
}

function fileOfTopic(folder: string, topic: string): string {
  const candidates = suffixes.map((suffix) => join(folder, `${topic}${suffix}`))
  const found = candidates.find((candidate) => existsSync(candidate))
  if (found !== undefined) return found
  const others = candidates.slice(1).map((candidate) => `\`${candidate}\``)
  throw new ConnectorError(
    `no file stands for topic \`${topic}\`: there is no \`${candidates[0]}\``,
    `it may also be called ${others.join(', ')}`,
  )
}
