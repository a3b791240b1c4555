/**
 * The reference interpreter: a plan run record by record over plain values, as language.md says it, with nothing of the
 * engine's kernels and evaluators. It is slow, and the oracle for the engine.
 */
import { isUtf8 } from 'node:buffer'
import { RE2JS } from 're2js'
import { absent } from '../../src/engine/batch.ts'
import type { RecordBatch } from '../../src/engine/batch.ts'
import type { Expression, MetadataItem } from '../../src/model/expression.ts'
import type {
  Column,
  Condition,
  DropReason,
  ParseStep,
  RowErrorCode,
  StageName,
  StepInput,
} from '../../src/model/model.ts'
import type { JsonPath } from '../../src/model/path.ts'
import type { SourceNode, TablePipeline } from '../../src/plan/plan.ts'
import { castValue } from '../../src/types/conversion/cast.ts'
import { contextOfColumn } from '../../src/types/conversion/context.ts'
import { convertJson, plainText } from '../../src/types/conversion/json.ts'
import { convertText } from '../../src/types/conversion/text.ts'
import { jsonPlaces } from '../../src/types/json/navigate.ts'
import { jsonText } from '../../src/types/json/node.ts'
import type { JsonNode } from '../../src/types/json/node.ts'
import { parseJson } from '../../src/types/json/parse.ts'
import { sameType } from '../../src/types/same.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import { Failure } from '../../src/types/value.ts'
import type { Value } from '../../src/types/value.ts'
import { readCsv } from './csv.ts'
import { EvaluationError, evaluate } from './expression.ts'
import type { Scope } from './expression.ts'

export interface ReferenceError {
  readonly record: number
  readonly table: string
  readonly code: RowErrorCode
  readonly stage: StageName
  readonly column: string | null
  readonly sink: string | null
}

export interface ReferenceCounts {
  in: number
  out: number
  readonly dropped: Map<DropReason, number>
  readonly errored: Map<RowErrorCode, number>
}

export interface ReferenceRun {
  readonly rows: ReadonlyMap<string, Record<string, Value>[]>
  /** By record, then table. */
  readonly errors: readonly ReferenceError[]
  readonly unclaimed: readonly number[]
  readonly tables: ReadonlyMap<string, ReferenceCounts>
}

export function referenceRun(node: SourceNode, batch: RecordBatch): ReferenceRun {
  const branches = node.tables.flatMap((table) => table.splitter.branches)
  const rows = new Map(branches.map((branch): [string, Record<string, Value>[]] => [branch.sink, []]))
  const tables = new Map(node.tables.map((table) => [table.table, noCounts()]))
  const errors: ReferenceError[] = []
  const unclaimed: number[] = []
  for (let record = 0; record < batch.count; record++) {
    let claimed = false
    for (const table of node.tables) {
      const counts = tables.get(table.table) ?? noCounts()
      const outcome = runRecord(node, table, batch, record, rows)
      claimed ||= outcome.kind !== 'dropped' || (outcome.reason !== 'filter' && outcome.reason !== 'empty')
      counts.in++
      if (outcome.kind === 'out') counts.out++
      else if (outcome.kind === 'dropped') add(counts.dropped, outcome.reason)
      else {
        add(counts.errored, outcome.error.code)
        errors.push({ ...outcome.error, record, table: table.table })
      }
    }
    if (!claimed && bytesOf(batch, record).length > 0) unclaimed.push(record)
  }
  return { rows, errors, unclaimed, tables }
}

function noCounts(): ReferenceCounts {
  return { in: 0, out: 0, dropped: new Map(), errored: new Map() }
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

type Outcome =
  | { readonly kind: 'out' }
  | { readonly kind: 'dropped'; readonly reason: DropReason }
  | { readonly kind: 'errored'; readonly error: Omit<ReferenceError, 'record' | 'table'> }

/** A row's way ends here. */
class Ended extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super(outcome.kind)
    this.outcome = outcome
  }
}

function fail(code: RowErrorCode, stage: StageName, column: string | null = null, sink: string | null = null): never {
  throw new Ended({ kind: 'errored', error: { code, stage, column, sink } })
}

function drop(reason: DropReason): never {
  throw new Ended({ kind: 'dropped', reason })
}

function runRecord(
  node: SourceNode,
  table: TablePipeline,
  batch: RecordBatch,
  record: number,
  rows: ReferenceRun['rows'],
): Outcome {
  try {
    new RecordRun(node, table, batch, record).run(rows)
    return { kind: 'out' }
  } catch (error) {
    if (error instanceof Ended) return error.outcome
    throw error
  }
}

function bytesOf(batch: RecordBatch, record: number): Uint8Array {
  return batch.starts[record] === absent
    ? new Uint8Array(0)
    : batch.bytes.subarray(batch.starts[record], batch.ends[record])
}

class RecordRun implements Scope {
  readonly timeZone: string
  readonly raw: string
  private readonly table: TablePipeline
  private readonly batch: RecordBatch
  private readonly record: number
  private readonly fields = new Map<string, string | null>()
  private readonly documents: (JsonNode | null)[] = []
  private readonly nullLiterals: (readonly string[])[] = []
  private readonly columns = new Map<string, Value>()

  constructor(node: SourceNode, table: TablePipeline, batch: RecordBatch, record: number) {
    this.timeZone = node.timeZone
    this.table = table
    this.batch = batch
    this.record = record
    this.raw = Buffer.from(bytesOf(batch, record)).toString('utf8')
  }

  run(rows: ReferenceRun['rows']): void {
    const { table, batch, record } = this
    if (bytesOf(batch, record).length === 0) drop('empty')
    if (table.filter.condition !== null && this.judge(table.filter.condition, 'filter') !== true) drop('filter')
    if (batch.oversized.has(record)) fail('RECORD_TOO_LARGE', 'filter')
    if (!isUtf8(bytesOf(batch, record))) fail('DECODE_UTF8', 'filter')
    for (const step of table.parser.steps) this.parse(step)
    for (const name of table.extender.beforeWhere) this.format(name)
    if (table.formatter.where !== null && this.judge(table.formatter.where, 'formatter') !== true) drop('where')
    for (const name of table.extender.afterWhere) this.format(name)
    for (const check of table.formatter.checks) {
      if (this.judge(check, 'formatter') === false) fail('CHECK', 'formatter')
    }
    this.split(rows)
  }

  column(name: string): Value {
    const value = this.columns.get(name)
    if (value === undefined) throw new Error(`column ${name} has no value yet`)
    return value
  }

  field(name: string): Value {
    return this.fields.get(name) ?? null
  }

  document(document: number, path: JsonPath): Value {
    const node = this.place(document, path)
    if (node === null || node.kind === 'null') return null
    const text = plainText(node)
    if (!text.isWellFormed()) throw new EvaluationError('a lone surrogate')
    return text
  }

  metadata(item: MetadataItem, header: string | undefined): Value {
    const { batch, record } = this
    switch (item) {
      case 'topic':
        return batch.topic
      case 'partition':
        return batch.partition
      case 'offset':
        return BigInt(batch.offsets[record])
      case 'timestamp':
        return BigInt(batch.timestamps[record]) * 1000n
      case 'value':
        return bytesOf(batch, record)
      case 'key':
      case 'headers':
      case 'header':
      case 'file.path':
      case 'file.name':
      case 'file.line':
        throw new Error(`${item} ${header ?? ''} is not generated`)
    }
  }

  private judge({ expression }: Condition, stage: StageName, sink: string | null = null): Value {
    try {
      return evaluate(expression, this)
    } catch (error) {
      if (error instanceof EvaluationError) fail('EVAL', stage, null, sink)
      throw error
    }
  }

  /** Null where there is no such place; the value itself, JSON's null among them, else. */
  private place(document: number, path: JsonPath): JsonNode | null {
    const root = this.documents[document] ?? null
    if (root === null) return null
    const wildcard = path.findIndex((step) => step.kind === 'wildcard')
    if (wildcard >= 0) {
      const array = jsonPlaces(root, path.slice(0, wildcard))[0]
      if (array?.kind !== 'array') return null
      return { kind: 'array', elements: jsonPlaces(root, path) }
    }
    const node = jsonPlaces(root, path)[0] ?? null
    return node !== null && this.isNullLiteral(node, this.nullLiterals[document]) ? { kind: 'null' } : node
  }

  private isNullLiteral(node: JsonNode, literals: readonly string[]): boolean {
    if (node.kind === 'object' || node.kind === 'array') return false
    return literals.includes(node.kind === 'string' ? node.escaped : plainText(node))
  }

  private parse(step: ParseStep): void {
    const forget = (): void => {
      if (step.kind === 'json') this.documents[step.document] = null
      else for (const field of step.fields) this.fields.set(field, null)
    }
    forget()
    const code = { json: 'PARSE_JSON', regex: 'PARSE_REGEX', csv: 'PARSE_CSV' }[step.kind] as RowErrorCode
    let parsed = false
    try {
      const text = this.input(step.input)
      if (text === null) return
      parsed = this.parseText(step, text)
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error
    }
    if (parsed) return
    if (!step.nullOnError) fail(code, 'parser')
    forget()
  }

  private input(input: StepInput): string | null {
    switch (input.kind) {
      case 'raw':
        return this.raw
      case 'field':
        return this.field(input.name) as string | null
      case 'path':
        return this.document(input.document, input.path) as string | null
    }
  }

  /** False where the text is not of that form. */
  private parseText(step: ParseStep, text: string): boolean {
    switch (step.kind) {
      case 'json':
        this.nullLiterals[step.document] = step.nullLiterals
        this.documents[step.document] = parseJson(text)
        return this.documents[step.document] !== null
      case 'regex':
        return step.patterns.some((pattern) => {
          const matcher = RE2JS.compile(pattern).matcher(text)
          if (!matcher.find()) return false
          for (const field of step.fields) {
            this.setField(step, field, pattern.includes(`<${field}>`) ? (matcher.group(field) as string | null) : null)
          }
          return true
        })
      case 'csv': {
        if (step.allowComments && text.startsWith('#')) drop('empty')
        const fields = readCsv(text, step)
        if (fields === null || (fields.length > step.fields.length && !step.ignoreExtraFields)) return false
        step.fields.forEach((name, index) => this.setField(step, name, fields[index] ?? null))
        return true
      }
    }
  }

  private setField(step: ParseStep, name: string, text: string | null): void {
    this.fields.set(name, text !== null && step.nullLiterals.includes(text) ? null : text)
  }

  private format(name: string): void {
    const column = this.table.formatter.columns.find((each) => each.name === name)
    if (column === undefined) throw new Error(`no column ${name}`)
    const value = this.withPolicies(column)
    if (value === null && !column.nullable) fail('NOT_NULL', 'formatter', name)
    this.columns.set(name, value)
  }

  private withPolicies(column: Column): Value {
    try {
      const value = this.valueOf(column)
      if (value instanceof Failure) {
        if (column.onError === null) fail('CAST', 'formatter', column.name)
        return column.onError.value
      }
      return value === null && column.onEmpty !== null ? column.onEmpty.value : value
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error
      if (column.onError === null) fail('EVAL', 'extender', column.name)
      return column.onError.value
    }
  }

  private valueOf(column: Column): Value | Failure {
    const { source, type } = column
    const recordMicros = BigInt(this.batch.timestamps[this.record]) * 1000n
    const context = { ...contextOfColumn(type.kind, column.formats, this.timeZone), recordMicros }
    switch (source.kind) {
      case 'field': {
        const text = this.fields.get(source.name) ?? null
        return text === null ? null : convertText(text, type, context)
      }
      case 'path': {
        const node = this.place(source.document, source.path)
        return node === null ? null : convertJson(node, type, context)
      }
      case 'rest': {
        const root = this.documents[source.document] ?? null
        return root === null || root.kind === 'null' ? null : jsonText(source.claims.reduce(without, root))
      }
      case 'expression':
        return this.converted(evaluate(source.expression, this), source.expression, column)
      case 'metadata': {
        const own: LogicalType = metadataType(source.item)
        const value = this.metadata(source.item, source.header)
        return value === null || sameType(own, type) ? value : castValue(value, own, type, this)
      }
    }
  }

  private converted(value: Value, expression: Expression, { type, formats }: Column): Value | Failure {
    if (value === null || sameType(expression.type, type)) return value
    if (formats.length === 0) return castValue(value, expression.type, type, this)
    const text = castValue(value, expression.type, { kind: 'STRING' }, this)
    const context = contextOfColumn(type.kind, formats, this.timeZone)
    return text instanceof Failure ? text : convertText(text as string, type, context)
  }

  private split(rows: ReferenceRun['rows']): void {
    const { branches } = this.table.splitter
    const wanted = branches.filter(
      ({ condition, sink }) => condition === null || this.judge(condition, 'splitter', sink) === true,
    )
    if (branches.length > 0 && wanted.length === 0) drop('unrouted')
    for (const { sink, loader } of wanted) {
      const row = loader.columns.map(({ column, name }): [string, Value] => [name, this.column(column)])
      rows.get(sink)?.push(Object.fromEntries(row))
    }
  }
}

function metadataType(item: MetadataItem): LogicalType {
  switch (item) {
    case 'offset':
    case 'file.line':
      return { kind: 'BIGINT' }
    case 'partition':
      return { kind: 'INT' }
    case 'timestamp':
      return { kind: 'TIMESTAMP_LTZ', precision: 3 }
    case 'topic':
    case 'file.path':
    case 'file.name':
      return { kind: 'STRING' }
    case 'key':
    case 'value':
    case 'header':
      return { kind: 'BYTES' }
    case 'headers':
      return { kind: 'MAP', value: { kind: 'BYTES' } }
  }
}

/** A path through an index or wildcard takes nothing away. */
function without(node: JsonNode, path: JsonPath): JsonNode {
  const [first, ...others] = path
  if (node.kind !== 'object' || first?.kind !== 'member' || others.some((step) => step.kind !== 'member')) return node
  const members = node.members.flatMap((member) => {
    if (member.name !== first.name) return [member]
    return others.length === 0 ? [] : [{ ...member, value: without(member.value, others) }]
  })
  return { kind: 'object', members }
}
