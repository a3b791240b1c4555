/**
 * Several files of a partition as one, its rows in their order: rows of text as they stand, Parquet column by column, so that
 * pages and dictionaries are those of one large file.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { Memory } from '../../engine/memory.ts'
import type { OutputColumn } from '../../engine/ports.ts'
import { allRows } from '../../engine/selection.ts'
import type { ParquetReader, RandomAccess } from '../../formats/parquet/reader.ts'
import { ConnectorError } from '../ports.ts'
import type { StagedFile } from '../ports.ts'
import { causeOf } from '../system-error.ts'
import type { ColumnFileFormat, FileFormat } from './file-format.ts'
import { StagingFile } from './staging-file.ts'

export interface MergeInput {
  readonly path: string
  readonly rows: number
  /** hex */
  readonly sha256: string
}

export interface MergeTarget {
  readonly staged: string
  readonly final: string
}

/** Larger than any chunk of rows of log lines; a chunk that does not fit is cut in halves. */
const memoryBytes = 64 * 1024 * 1024

/**
 * Writes and syncs the staged file. null: an input has other columns than these, and no file was left. Raises ConnectorError where
 * an input is not what its manifest says, or cannot be read, or the output cannot be written; no file is left then either.
 */
export async function mergeFiles(
  inputs: readonly MergeInput[],
  target: MergeTarget,
  format: FileFormat,
  fileColumns: readonly OutputColumn[],
): Promise<StagedFile | null> {
  for (const input of inputs) await verify(input)
  const file = new StagingFile(
    target.staged,
    target.final,
    format.kind === 'columns' ? format.createWriter(fileColumns) : null,
  )
  let merged: StagedFile | null = null
  try {
    const isWhole =
      format.kind === 'columns' ? await addColumns(file, inputs, format, fileColumns) : await addBytes(file, inputs)
    merged = isWhole ? await file.finish() : null
    return merged
  } finally {
    if (merged === null) {
      await file.close()
      await rm(target.staged, { force: true })
    }
  }
}

async function verify({ path, sha256 }: MergeInput): Promise<void> {
  const hash = createHash('sha256')
  await reading(path, async () => {
    for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer)
  })
  if (hash.digest('hex') !== sha256) throw changed(path)
}

function changed(path: string): ConnectorError {
  return new ConnectorError(
    `\`${path}\` is not as its manifest says: something else has changed it`,
    'restore it from a copy; nothing was merged',
  )
}

async function addBytes(file: StagingFile, inputs: readonly MergeInput[]): Promise<true> {
  for (const { path, rows } of inputs) {
    await reading(path, async () => {
      for await (const bytes of createReadStream(path)) {
        const part = bytes as Buffer
        file.append(part, 0, part.length)
        await file.flush()
      }
    })
    file.rows += rows
  }
  return true
}

/** false: an input has other columns. */
async function addColumns(
  file: StagingFile,
  inputs: readonly MergeInput[],
  format: ColumnFileFormat,
  columns: readonly OutputColumn[],
): Promise<boolean> {
  const memory = new Memory(memoryBytes)
  for (const { path, rows } of inputs) {
    const handle = await reading(path, async () => open(path, 'r'))
    try {
      const { size } = await handle.stat()
      const access: RandomAccess = {
        byteLength: size,
        slice: async (start, end) => readRange(handle, start, end ?? size),
      }
      const reader = await reading(path, async () => format.openFile(access, columns))
      if (reader === null) return false
      if (reader.rows !== rows) throw changed(path)
      await reading(path, async () => addGroups(file, reader, memory))
    } finally {
      await handle.close()
    }
  }
  return true
}

async function addGroups(file: StagingFile, reader: ParquetReader, memory: Memory): Promise<void> {
  for (let group = 0; group < reader.rowGroups; group++) {
    await reader.read(group, memory, (view) => {
      file.writer?.append(view, allRows(view.rowCount))
      file.rows += view.rowCount
    })
    await file.flush()
  }
}

type Handle = Awaited<ReturnType<typeof open>>

async function readRange(handle: Handle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(end - start)
  let at = 0
  while (at < bytes.length) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at)
    if (bytesRead === 0) throw new Error('the file ends too early')
    at += bytesRead
  }
  return bytes.buffer
}

async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof ConnectorError) throw error
    throw new ConnectorError(`cannot read \`${path}\`: ${causeOf(error)}`, null, { cause: error })
  }
}
