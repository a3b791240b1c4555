/** A loader of the plan -> the connector that writes its rows. */
import type { FileFormat } from '../../connectors/hive/file-format.ts'
import { jsonFiles } from '../../connectors/hive/file-format.ts'
import { createHiveSink } from '../../connectors/hive/sink.ts'
import type { SinkConnector } from '../../connectors/ports.ts'
import { createPrintSink } from '../../connectors/print/sink.ts'
import { createParquetWriter } from '../../formats/index.ts'
import { hiveSinkOptions, parquetOptions, printSinkOptions } from '../../options/index.ts'
import type { LoaderNode } from '../../plan/plan.ts'
import { readFor, resolveFor } from './options.ts'
import type { ResolvedOptions } from './options.ts'

export interface SinkContext {
  /** Stands in file names and staging folders. */
  readonly shard: string
}

/** Nothing is opened yet. Raises ConnectorError where an option is wrong at run time. */
export function connectSink(loader: LoaderNode, context: SinkContext): SinkConnector {
  switch (loader.connector) {
    case 'hive':
      return connectHive(loader, context)
    case 'print':
      return connectPrint(loader)
    case 'kafka':
      throw new Error('not wired yet')
  }
}

export function sinkOwner(loader: LoaderNode): string {
  return `sink \`${loader.sink}\``
}

/** The folder of a sink with files; null: it writes none. */
export function folderOf(loader: LoaderNode): string | null {
  if (loader.connector !== 'hive') return null
  const owner = sinkOwner(loader)
  return readFor(owner, hiveSinkOptions, resolveFor(owner, loader.options)).path
}

function connectHive(loader: LoaderNode, { shard }: SinkContext): SinkConnector {
  const owner = sinkOwner(loader)
  const options = resolveFor(owner, loader.options)
  const values = readFor(owner, hiveSinkOptions, options)
  return createHiveSink(
    {
      path: values.path,
      format: fileFormats[values.format](owner, options),
      columns: loader.columns,
      partitionedBy: loader.partitionedBy,
      fileBytesMax: values['sink.rolling-policy.file-size'],
    },
    { shard },
  )
}

type FileFormatName = 'parquet' | 'json' | 'text'

const fileFormats: Readonly<Record<FileFormatName, (owner: string, options: ResolvedOptions) => FileFormat>> = {
  parquet: parquetFiles,
  json: () => jsonFiles,
  text: () => {
    throw new Error('not wired yet')
  },
}

function parquetFiles(owner: string, options: ResolvedOptions): FileFormat {
  const values = readFor(owner, parquetOptions, options)
  const writerOptions = {
    compression: values['parquet.compression'],
    timestampUnit: values['parquet.timestamp-unit'],
    rowGroupBytes: values['parquet.block.size'],
  }
  return {
    kind: 'columns',
    extension: 'parquet',
    createWriter: (columns) => createParquetWriter(columns, writerOptions),
  }
}

function connectPrint(loader: LoaderNode): SinkConnector {
  const owner = sinkOwner(loader)
  const values = readFor(owner, printSinkOptions, resolveFor(owner, loader.options))
  return createPrintSink({ columns: loader.columns, identifier: values['print-identifier'] })
}
