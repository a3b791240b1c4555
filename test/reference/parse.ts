/** The Parser for one record: fields and documents by step; what a skipped step would give is missing. */
import { RE2JS } from 're2js'
import type { ParseStep, RowErrorCode, StepInput } from '../../src/model/model.ts'
import type { JsonPath } from '../../src/types/json/path.ts'
import { BadData, fail } from './bad-data.ts'
import { readCsv } from './csv.ts'
import { evaluate } from './evaluate.ts'
import type { Row } from './evaluate.ts'
import { at, isNull, plainText, readJson } from './json.ts'
import type { Json } from './json.ts'

const codes: Readonly<Record<ParseStep['kind'], RowErrorCode>> = {
  json: 'PARSE_JSON',
  regex: 'PARSE_REGEX',
  csv: 'PARSE_CSV',
  grok: 'PARSE_GROK',
  'key-value': 'PARSE_KEY_VALUE',
  unnest: 'PARSE_UNNEST',
}

export class Parsed {
  private readonly fields = new Map<string, string>()
  private readonly documents = new Map<number, { readonly root: Json; readonly nullLiterals: readonly string[] }>()

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

  /** A comment of a CSV file is like an empty record. */
  parse(steps: readonly ParseStep[], raw: string, row: Row): 'parsed' | 'comment' | RowErrorCode {
    for (const step of steps) {
      try {
        const text = this.input(step.input, raw, row)
        if (text !== null && !this.step(step, text)) return 'comment'
      } catch (error) {
        if (!(error instanceof BadData)) throw error
        if (!step.nullOnError) return codes[step.kind]
      }
    }
    return 'parsed'
  }

  private input(input: StepInput, raw: string, row: Row): string | null {
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

  /** False: a comment. */
  private step(step: ParseStep, text: string): boolean {
    switch (step.kind) {
      case 'json': {
        const root = readJson(text) ?? fail('no JSON')
        this.documents.set(step.document, { root, nullLiterals: step.nullLiterals })
        return true
      }
      case 'regex': {
        const matcher = step.patterns.map((pattern) => RE2JS.compile(pattern).matcher(text)).find((each) => each.find())
        if (matcher === undefined) fail('no pattern matches')
        const groups = Object.keys(matcher!.namedGroups)
        for (const name of groups) this.setField(name, matcher!.group(name), step)
        return true
      }
      case 'csv': {
        const fields = readCsv(text, step)
        step.fields.forEach((name, index) => this.setField(name, fields?.[index] ?? null, step))
        return fields !== null
      }
      case 'grok':
      case 'key-value':
      case 'unnest':
        throw new Error(`the reference does not know ${step.kind} yet`)
    }
  }

  private setField(name: string, text: string | null, { nullLiterals }: ParseStep): void {
    if (text !== null && !nullLiterals.includes(text)) this.fields.set(name, text)
  }
}
