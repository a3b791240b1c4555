/** A layout as the state folder holds it: a file named by its number, with the number of shards and which sources are cut. */
import { join } from 'node:path'
import { fileChunkBytes, laneCount } from '../../connectors/file/lanes.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import { StateError } from '../state/state-folder.ts'
import type { StateFolder } from '../state/state-folder.ts'
import { highestEpoch } from './chain.ts'
import { restoreOrNew } from './manifest.ts'

export interface Layout {
  /** From 1. */
  readonly number: number
  readonly shards: number
  /** Names of sources whose large files all shards read, chunk by chunk. Who reads what rests on it, as on the number of shards. */
  readonly cut: readonly string[]
}

/** null: there is none yet. Raises StateError where it is damaged. */
export async function readLayout(state: StateFolder, files: DurableFiles): Promise<Layout | null> {
  const number = highestEpoch(await files.list(state.layouts))
  return number === 0 ? null : layoutNumbered(state, files, number)
}

/** One that was made. Raises StateError where it is damaged, or its files were divided in another way than this program does. */
export async function layoutNumbered(state: StateFolder, files: DurableFiles, number: number): Promise<Layout> {
  const path = join(state.layouts, String(number))
  const [, shards, division] = /^([1-9]\d*)\n(?:(.+)\n)?$/.exec((await files.read(path)) ?? '') ?? []
  if (shards === undefined) throw new StateError(`\`${path}\` is damaged`, restoreOrNew)
  return { number, shards: Number(shards), cut: division === undefined ? [] : cutOf(division, path) }
}

/** The second line of a layout with sources that are cut. */
interface Division {
  readonly cut: readonly string[]
  readonly lanes: number
  readonly chunkBytes: number
}

export function layoutText({ shards, cut }: Pick<Layout, 'shards' | 'cut'>): string {
  const division: Division = { cut, lanes: laneCount, chunkBytes: fileChunkBytes }
  return cut.length === 0 ? `${shards}\n` : `${shards}\n${JSON.stringify(division)}\n`
}

function cutOf(text: string, path: string): readonly string[] {
  let division: Partial<Division>
  try {
    division = JSON.parse(text) as Partial<Division>
  } catch {
    throw new StateError(`\`${path}\` is damaged`, restoreOrNew)
  }
  const { cut, lanes, chunkBytes } = division
  if (lanes === laneCount && chunkBytes === fileChunkBytes && Array.isArray(cut)) return cut
  throw new StateError(
    `\`${path}\` was written by another version of sluice`,
    'use that version, or another --state-dir',
  )
}
