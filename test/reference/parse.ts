/** The Parser for one record: rows of fields and documents by step; what a skipped step would give is missing. */
import { RE2JS } from 're2js'
import type { DocumentStep, DropReason, ParseStep, RowErrorCode, StepInput, UnnestStep } from '../../src/model/model.ts'
import type { JsonPath } from '../../src/types/json/path.ts'
import { attempt, fail } from './bad-data.ts'
import { readCsv } from './csv.ts'
import { evaluate } from './evaluate.ts'
import type { Row } from './evaluate.ts'
import { readGrok } from './grok.ts'
import { at, isNull, plainText, readJson } from './json.ts'
import type { Json } from './json.ts'
import { readKeyValue } from './key-value.ts'

const codes: Readonly<Record<ParseStep['kind'], RowErrorCode>> = {
  json: 'PARSE_JSON',
  regex: 'PARSE_REGEX',
  csv: 'PARSE_CSV',
  grok: 'PARSE_GROK',
  'key-value': 'PARSE_KEY_VALUE',
  unnest: 'PARSE_UNNEST',
}

/** What became of a record: its rows (several only with UNNEST), and why others of it are no more. */
export type ParseOutcome =
  | { readonly kind: 'rows'; readonly rows: readonly Parsed[]; readonly dropped: readonly DropReason[] }
  | { readonly kind: 'errored'; readonly code: RowErrorCode }

/** Step by step; a step has read its input for all rows before it parses one. */
export function parseRecord(steps: readonly ParseStep[], raw: string, rowOf: (parsed: Parsed) => Row): ParseOutcome {
  let rows: readonly Parsed[] = [new Parsed()]
  let dropped: readonly DropReason[] = []
  for (const step of steps) {
    const lenient = <T>(compute: () => T, otherwise: T): T | RowErrorCode =>
      attempt(compute, ({ code }) => (step.nullOnError ? otherwise : code === 'UDF' ? code : codes[step.kind]))
    const inputs = rows.map((parsed) =>
      lenient(() => ({ text: parsed.input(step.input, raw, rowOf(parsed)) }), { text: null }),
    )
    const made: Parsed[] = []
    const gone: DropReason[] = []
    const results = inputs.map((input, index) =>
      typeof input === 'string'
        ? input
        : lenient(() => rows[index].step(step, input.text), rows[index].step(step, null)),
    )
    for (const code of [...inputs, ...results]) if (typeof code === 'string') return { kind: 'errored', code }
    for (const result of results as readonly StepResult[]) {
      if ('dropped' in result) gone.push(result.dropped)
      else made.push(...result.rows)
    }
    // Rows that UNNEST made are counted among themselves.
    dropped = step.kind === 'unnest' && made.length > 0 ? [] : [...dropped, ...gone]
    rows = made
    if (rows.length === 0) break
  }
  return { kind: 'rows', rows, dropped }
}

type StepResult = { readonly rows: readonly Parsed[] } | { readonly dropped: DropReason }

export class Parsed {
  private readonly fields: Map<string, string>
  private readonly documents: Map<number, { readonly root: Json; readonly nullLiterals: readonly string[] }>

  constructor(from?: Parsed) {
    this.fields = new Map(from?.fields)
    this.documents = new Map(from?.documents)
  }

  /** Missing, or a null-literal: null. */
  field(name: string): string | null {
    return this.fields.get(name) ?? null
  }

  /** Missing, null, or a null-literal: null. */
  place(document: number, path: JsonPath): Json | null {
    const parsed = this.documents.get(document)
    const found = parsed && at(parsed.root, path)
    if (parsed === undefined || found === undefined || isNull(found)) return null
    if (found.kind === 'array' || found.kind === 'object') return found
    return parsed.nullLiterals.includes(plainText(found)) ? null : found
  }

  /** As an expression or another step reads it. */
  text(document: number, path: JsonPath): string | null {
    const found = this.place(document, path)
    if (found === null) return null
    const text = plainText(found)
    return text.isWellFormed() ? text : fail('a lone surrogate')
  }

  input(input: StepInput, raw: string, row: Row): string | null {
    switch (input.kind) {
      case 'raw':
        return raw
      case 'field':
        return this.field(input.name)
      case 'path':
        return this.text(input.document, input.path)
      case 'expression':
        return evaluate(input.expression, row) as string | null
    }
  }

  /** Skipped where there is no text; then only UNNEST makes a difference. */
  step(step: ParseStep, text: string | null): StepResult {
    if (step.kind === 'unnest') return this.unnest(step, text)
    if (text === null) return { rows: [this] }
    const next = new Parsed(this)
    switch (step.kind) {
      case 'json':
        next.setDocument(step, readJson(text) ?? fail('no JSON'))
        break
      case 'regex': {
        const matcher = step.patterns.map((pattern) => RE2JS.compile(pattern).matcher(text)).find((each) => each.find())
        if (matcher === undefined) return fail('no pattern matches')
        for (const name of Object.keys(matcher.namedGroups)) next.setField(name, matcher.group(name), step)
        break
      }
      case 'csv': {
        const fields = readCsv(text, step)
        if (fields === null) return { dropped: 'empty' }
        step.fields.forEach((name, index) => next.setField(name, fields[index] ?? null, step))
        break
      }
      case 'grok':
        next.setDocument(step, readGrok(text, step))
        break
      case 'key-value':
        next.setDocument(step, readKeyValue(text, step))
        break
    }
    return { rows: [next] }
  }

  /** One row for each element, or one without an element, or none. */
  private unnest(step: UnnestStep, text: string | null): StepResult {
    const isEmpty = text === null || ['', 'null'].includes(text.trim()) || step.nullLiterals.includes(text)
    const array = isEmpty ? null : (readJson(text) ?? fail('no JSON'))
    if (array !== null && array.kind !== 'array') return fail('no array')
    const rows = (array?.elements ?? []).map((element, index) => {
      const row = new Parsed(this)
      row.setDocument(step, element)
      if (step.ordinality !== null) row.fields.set(step.ordinality, String(index + 1))
      return row
    })
    if (rows.length > 0) return { rows }
    return step.outer ? { rows: [this] } : { dropped: 'unnest' }
  }

  private setDocument({ document, nullLiterals }: DocumentStep, root: Json): void {
    this.documents.set(document, { root, nullLiterals })
  }

  private setField(name: string, text: string | null, { nullLiterals }: ParseStep): void {
    if (text !== null && !nullLiterals.includes(text)) this.fields.set(name, text)
  }
}
