/**
 * The model: a whole project after checking. Every name is bound, every type known, LIKE is resolved, no clause is missing.
 * It is plain data (JSON but for bigint and bytes), and is what plans and targets are made of.
 */
import type { LogicalType } from '../types/logical.ts'
import type { Expression, Literal, MetadataItem } from './expression.ts'
import type { JsonPath } from '../types/json/path.ts'

/** `file:line:column` of the clause. */
export type Place = string

export interface Model {
  readonly settings: Settings
  readonly sources: readonly Source[]
  /** Without ABSTRACT ones, in order of name. */
  readonly tables: readonly Table[]
  /** In order of name. */
  readonly sinks: readonly Sink[]
  readonly tests: readonly TableTest[]
}

export interface Settings {
  /** `time.zone`, an IANA name; UTC by default. */
  readonly timeZone: string
  readonly jobName: string | null
  /** `job.epoch-interval`, milliseconds; null is the default of the deliverer. */
  readonly epochIntervalMs: number | null
  readonly epochBytes: number | null
  readonly epochRecords: number | null
  /** `job.idle-commit-interval`, milliseconds: how often a shard without records renews its offsets. */
  readonly idleCommitIntervalMs: number | null
  /** How many errors are written in full, on average. */
  readonly errorsPerSecond: number | null
  readonly shards: number | null
}

/** An option as written; `${env:…}` and `${file:…}` are still in it and replaced only at run time. */
export interface OptionValue {
  readonly text: string
  readonly place: Place
}
export type Options = Readonly<Record<string, OptionValue>>

export interface Source {
  readonly name: string
  readonly connector: 'kafka' | 'file'
  readonly options: Options
  /** For zoneless text: the source's `time.zone`, else the project's. */
  readonly timeZone: string
  readonly place: Place
}

export interface Table {
  readonly name: string
  readonly comment: string | null
  readonly source: string
  readonly filter: Condition | null
  readonly parse: readonly ParseStep[]
  /** In the DDL's order, VIRTUAL ones included. */
  readonly columns: readonly Column[]
  readonly where: Condition | null
  readonly checks: readonly Check[]
  readonly watermark: Watermark | null
  readonly place: Place
}

/** How far a table's event time has come, once a row with this value of the column is through. */
export interface Watermark {
  readonly column: string
  readonly expression: Expression
}

export interface Condition {
  readonly expression: Expression
  readonly place: Place
}

export interface Check extends Condition {
  /** The CONSTRAINT's name, or `check_1`, `check_2`, … */
  readonly name: string
}

/** Steps that give a document number it; a table's documents are 0, 1, … in order. The others give named fields. */
export type ParseStep = DocumentStep | RegexStep | CsvStep
export type DocumentStep = JsonStep | GrokStep | KeyValueStep | UnnestStep

interface StepBase {
  readonly input: StepInput
  readonly nullOnError: boolean
  readonly nullLiterals: readonly string[]
  readonly place: Place
}

/** What a step reads. Where it is missing, or NULL, the step is skipped. */
export type StepInput =
  | { readonly kind: 'raw' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'path'; readonly document: number; readonly path: JsonPath }
  /** Text made of `raw` and earlier fields. */
  | { readonly kind: 'expression'; readonly expression: Expression }

export interface JsonStep extends StepBase {
  readonly kind: 'json'
  readonly document: number
}

/** Its document holds what the patterns capture, by path; a capture that took no part is missing. */
export interface GrokStep extends StepBase {
  readonly kind: 'grok'
  readonly document: number
  /** The first that matches counts. */
  readonly patterns: readonly GrokPattern[]
}

export interface GrokPattern {
  /** As written. */
  readonly text: string
  /** What it stands for, RE2 syntax; group `_n` is the n-th capture. */
  readonly regex: string
  /** Of several with one path the first that took part counts. */
  readonly captures: readonly GrokCapture[]
}

export interface GrokCapture {
  readonly path: readonly string[]
  /** A number in the document, where the text is one. */
  readonly isNumber: boolean
}

/** Its document is flat and holds texts only; the last of repeated keys counts. */
export interface KeyValueStep extends StepBase {
  readonly kind: 'key-value'
  readonly document: number
  readonly fieldDelimiter: string
  readonly valueDelimiter: string
  /** One character, or null: no quoting. */
  readonly quote: string | null
  readonly escape: string | null
  /** Blanks around keys, and around values without quotes, belong to neither. */
  readonly trims: boolean
}

/** One row for each element of a JSON array; the element is the document. */
export interface UnnestStep extends StepBase {
  readonly kind: 'unnest'
  readonly document: number
  /** The field that gets the element's number, from 1. */
  readonly ordinality: string | null
  /** A row, without an element, where there is none; else the record is dropped. */
  readonly outer: boolean
}

export interface RegexStep extends StepBase {
  readonly kind: 'regex'
  /** RE2 syntax; the first that matches counts. */
  readonly patterns: readonly string[]
  /** The names of all named groups, each once. */
  readonly fields: readonly string[]
}

export interface CsvStep extends StepBase {
  readonly kind: 'csv'
  readonly fields: readonly string[]
  readonly delimiter: string
  /** One character, or null: no quoting. */
  readonly quote: string | null
  readonly escape: string | null
  readonly allowComments: boolean
  readonly ignoreExtraFields: boolean
}

export interface Column {
  readonly name: string
  readonly type: LogicalType
  readonly nullable: boolean
  readonly source: ColumnSource
  /** FORMAT: patterns for date and time types (empty: ISO8601), `BASE64` or `HEX` for BYTES (empty: UTF-8). */
  readonly formats: readonly string[]
  /** DEFAULT c [ON EMPTY]. */
  readonly onEmpty: Literal | null
  /** NULL ON ERROR (a NULL literal), DEFAULT c ON ERROR. */
  readonly onError: Literal | null
  readonly virtual: boolean
  readonly comment: string | null
  readonly place: Place
}

export type ColumnSource =
  | { readonly kind: 'field'; readonly name: string }
  /** A key of the document is a path of one member. */
  | { readonly kind: 'path'; readonly document: number; readonly path: JsonPath }
  /**
   * Of the column's type, but for what the Formatter converts as it does a field: text where the column is a VARCHAR (its
   * length is checked), and text, or a number for UNIX, UNIX_MS and UNIX_US, where it has FORMATs.
   */
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'metadata'; readonly item: MetadataItem; readonly header?: string }
  /** The document less the members that columns claim. */
  | { readonly kind: 'rest'; readonly document: number; readonly claims: readonly JsonPath[] }

export interface Sink {
  readonly name: string
  readonly connector: 'kafka' | 'hive' | 'print'
  readonly options: Options
  readonly from: SinkInput
  readonly columns: readonly SinkColumn[]
  /** Output names, in order. */
  readonly partitionedBy: readonly string[]
  readonly where: Condition | null
  readonly place: Place
}

export type SinkInput =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'errors'; readonly source: string }
  | { readonly kind: 'unclaimed'; readonly source: string }

export interface SinkColumn {
  /** The table's column (or the error stream's). */
  readonly column: string
  /** The output name. */
  readonly name: string
  readonly type: LogicalType
  readonly nullable: boolean
  readonly comment: string | null
}

export interface TableTest {
  readonly table: string
  readonly cases: readonly TestCase[]
  readonly place: Place
}

export interface TestCase {
  readonly given: string
  readonly metadata: readonly GivenMetadata[]
  readonly expect: Expectation
  readonly place: Place
}

export type Expectation =
  /** One row: that of the record, or any of them; several: all, in order. */
  | { readonly kind: 'rows'; readonly rows: readonly ExpectedRow[] }
  | { readonly kind: 'error'; readonly code: RowErrorCode }
  | { readonly kind: 'dropped'; readonly reason: DropReason }

export interface ExpectedRow {
  /** All that take the row, in order of name; null: not said. */
  readonly sinks: readonly string[] | null
  readonly columns: readonly { readonly name: string; readonly value: Literal }[]
}

/** Named as METADATA FROM names it. `timestamp`: milliseconds since the epoch. */
export interface GivenMetadata {
  readonly name: string
  readonly value: string | number
}

export const rowErrorCodes = [
  'DECODE_UTF8',
  'PARSE_JSON',
  'PARSE_REGEX',
  'PARSE_CSV',
  'PARSE_GROK',
  'PARSE_KEY_VALUE',
  'PARSE_UNNEST',
  'EVAL',
  'UDF',
  'CAST',
  'NOT_NULL',
  'CHECK',
  'ENCODE',
  'RECORD_TOO_LARGE',
] as const
export type RowErrorCode = (typeof rowErrorCodes)[number]

export const dropReasons = ['empty', 'filter', 'where', 'unnest', 'unrouted'] as const
export type DropReason = (typeof dropReasons)[number]

const stageNames = ['filter', 'parser', 'extender', 'formatter', 'splitter', 'loader'] as const
export type StageName = (typeof stageNames)[number]
