/** One table's six stages, bound once, run per chunk. */
import type { TablePipeline } from '../plan/plan.ts'
import type { Chunk } from './chunk.ts'
import type { Binding } from './evaluate/evaluator.ts'
import type { Memory } from './memory.ts'
import type { EventTimes, FunctionHost, RowSink } from './ports.ts'
import { bindEventTime } from './stages/event-time.ts'
import type { EventTimeStage } from './stages/event-time.ts'
import { bindFilter } from './stages/filter.ts'
import type { FilterStage } from './stages/filter.ts'
import { bindFormatter } from './stages/formatter.ts'
import { bindParser } from './stages/parser.ts'
import { bindSplitter } from './stages/splitter.ts'

export interface BoundTable {
  readonly name: string
  readonly place: string
  readonly filter: FilterStage
  /** Names of its sinks. */
  readonly sinks: readonly string[]
  /** Parser to Splitter, for rows that the Filter kept. Uses the arena, and raises ArenaFull, before any sink is asked. */
  run(chunk: Chunk): void
  /** The sinks keep the rows that came through. */
  settle(chunk: Chunk): void
  /** Of what came through. */
  countEvents(chunk: Chunk, times: EventTimes): void
}

export function bindTable(
  node: TablePipeline,
  memory: Memory,
  timeZone: string,
  sinkNamed: (name: string) => RowSink,
  functions: FunctionHost | undefined,
): BoundTable {
  const { documents } = node.parser
  const pathIndexes = documents.map(({ paths }) => new Map(paths.map((path, index) => [JSON.stringify(path), index])))
  const binding: Binding = {
    memory,
    timeZone,
    functions,
    columnIndex: new Map(node.formatter.columns.map((column, index) => [column.name, index])),
    pathIndex: (document, path) => {
      const index = pathIndexes[document]?.get(JSON.stringify(path))
      if (index === undefined) throw new Error(`${node.table}: the parser does not read a path that is used`)
      return index
    },
  }
  const parser = bindParser(node.parser, node.formatter.columns, binding)
  const formatter = bindFormatter(node.formatter, node.extender, binding)
  const splitter = bindSplitter(node.splitter, binding, sinkNamed)
  const events = eventTimeOf(node, binding)
  return {
    name: node.table,
    place: node.place,
    filter: bindFilter(node.filter, binding),
    sinks: node.splitter.branches.map(({ sink }) => sink),
    run(chunk) {
      parser.run(chunk)
      formatter.run(chunk)
      events?.run(chunk)
      splitter.run(chunk)
    },
    settle: (chunk) => splitter.settle(chunk),
    countEvents: (chunk, times) => events?.count(chunk, times),
  }
}

function eventTimeOf({ watermark, formatter, table }: TablePipeline, binding: Binding): EventTimeStage | null {
  if (watermark === null) return null
  const column = formatter.columns.find(({ name }) => name === watermark.column)
  if (column === undefined) throw new Error(`${table}: no column ${watermark.column}`)
  return bindEventTime(watermark, column.type, binding)
}
