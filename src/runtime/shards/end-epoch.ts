/** The end of an epoch in the sinks: what they staged, as a manifest lists it. */
import { resolve } from 'node:path'
import type { SinkConnector, StagedFile } from '../../connectors/ports.ts'
import type { ManifestFile } from '../protocol/manifest.ts'

/** By sink; all of it durable. */
export async function endEpochs(
  sinks: ReadonlyMap<string, SinkConnector>,
): Promise<ReadonlyMap<string, readonly StagedFile[]>> {
  const ended = await Promise.all([...sinks].map(async ([name, sink]) => [name, await sink.endEpoch()] as const))
  return new Map(ended)
}

/** Paths must mean the same to a later run from another folder. */
export function manifestFiles(staged: ReadonlyMap<string, readonly StagedFile[]>): readonly ManifestFile[] {
  return [...staged].flatMap(([sink, files]) =>
    files.map((file) => ({ ...file, sink, staged: resolve(file.staged), final: resolve(file.final) })),
  )
}
