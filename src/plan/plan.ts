/**
 * The plan: a DAG of nodes, Source -> (Filter -> Parser -> Extender -> Formatter -> Splitter per table) -> Loaders.
 * Plain data, made by `build.ts`, shown by `explain.ts`, run by the engine. Its fingerprint (`fingerprint.ts`) names it.
 */
import type {
  Check,
  Column,
  Condition,
  Options,
  ParseStep,
  Place,
  Settings,
  SinkColumn,
  SinkInput,
  Watermark,
} from '../model/model.ts'
import type { JsonPath } from '../types/json/path.ts'

export interface Plan {
  readonly version: 1
  readonly settings: Settings
  readonly sources: readonly SourceNode[]
}

/** Read once, whatever the number of tables. */
export interface SourceNode {
  readonly name: string
  readonly connector: 'kafka' | 'file'
  readonly options: Options
  readonly timeZone: string
  readonly place: Place
  readonly tables: readonly TablePipeline[]
  /** Loaders of ERRORS OF this source. */
  readonly errorLoaders: readonly LoaderNode[]
  /** Takes the errors that none of these take. The runtime adds it: the state directory is not known when compiling. */
  readonly errorFallback?: LoaderNode
  readonly unclaimedLoaders: readonly LoaderNode[]
}

/** The six stages of one table. */
export interface TablePipeline {
  readonly table: string
  readonly place: Place
  readonly filter: FilterNode
  readonly parser: ParserNode
  readonly extender: ExtenderNode
  readonly formatter: FormatterNode
  readonly splitter: SplitterNode
  /** null: its event time is not known. */
  readonly watermark: Watermark | null
}

export interface FilterNode {
  readonly condition: Condition | null
}

export interface ParserNode {
  readonly steps: readonly ParseStep[]
  /** Which places of each document (by number) are read, by columns, steps or expressions; in order of first use. */
  readonly documents: readonly { readonly paths: readonly JsonPath[]; readonly rest: boolean }[]
  /** Which fields of REGEX and CSV steps are read. */
  readonly fields: readonly string[]
}

/**
 * The order in which columns get their values: what WHERE needs, then the rest, each after the columns its AS reads.
 * VIRTUAL columns that nothing reads are in neither.
 */
export interface ExtenderNode {
  readonly beforeWhere: readonly string[]
  readonly afterWhere: readonly string[]
}

export interface FormatterNode {
  /** All columns of the table, in the DDL's order. */
  readonly columns: readonly Column[]
  readonly where: Condition | null
  readonly checks: readonly Check[]
}

export interface SplitterNode {
  /** In order of name. */
  readonly branches: readonly Branch[]
}

export interface Branch {
  readonly sink: string
  readonly condition: Condition | null
  readonly loader: LoaderNode
}

export interface LoaderNode {
  readonly sink: string
  readonly connector: 'kafka' | 'hive' | 'print'
  readonly options: Options
  readonly from: SinkInput
  readonly columns: readonly SinkColumn[]
  readonly partitionedBy: readonly string[]
  /** Only for loaders of ERRORS OF and UNCLAIMED OF; a table's are in the Splitter. */
  readonly condition: Condition | null
  readonly place: Place
}
