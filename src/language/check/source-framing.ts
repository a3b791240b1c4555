/** How a source's text is cut into records: options that do not go together, and those that must be known when compiling. */
import { hasReferences } from '../../options/references.ts'
import { sourceCsvOptions } from '../../options/sources.ts'
import type { CreateSource, Option } from '../ast.ts'
import { writtenValue } from './options.ts'
import type { CheckedOptions } from './options.ts'
import { checkRegex } from './regex.ts'
import type { Reporter } from './reporter.ts'

export function checkFraming({ written, values }: CheckedOptions, report: Reporter): void {
  const framing = values.get('framing')
  const multiline = written.get('multiline.start')
  if (multiline !== undefined && !hasReferences(multiline.value.value)) checkRegex(multiline.value, report)
  if (multiline !== undefined && framing !== 'line' && framing !== undefined) {
    reportClash(multiline, written.get('framing'), "'multiline.start' joins lines: leave 'framing' out", report)
  }
  const header = values.get('csv.header') === true ? written.get('csv.header') : undefined
  if (header !== undefined && framing === 'whole') {
    reportClash(header, written.get('framing'), "a file with a header has several records: 'framing' = 'csv'", report)
  }
  if (header !== undefined && multiline !== undefined) {
    reportClash(header, multiline, "CSV records over several lines are read by 'framing' = 'csv'", report)
  }
  for (const [key, { value }] of written) {
    if (!Object.hasOwn(sourceCsvOptions, key) || !hasReferences(value.value)) continue
    report.error('E5002', value.span, `option '${key}' must be known when compiling`, {
      label: 'a reference is replaced only at run time',
      help: 'write the value itself',
    })
  }
}

function reportClash({ key }: Option, other: Option | undefined, help: string, report: Reporter): void {
  const otherText = other === undefined ? 'another option' : `'${other.key.value}' = '${other.value.value}'`
  report.error('E5006', key.span, `option '${key.value}' does not go together with ${otherText}`, {
    label: 'not with the other',
    related: other === undefined ? [] : [{ span: other.key.span, label: 'the other' }],
    help,
  })
}

/** What the source says of its CSV, by key: a CSV step that reads the record takes it over. Wrong values are reported at the source. */
export function writtenCsvOptions(source: CreateSource | null): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>()
  if (source === null || writtenValue(source.options, 'connector')?.value.value !== 'file') return values
  for (const [key, { kind }] of Object.entries(sourceCsvOptions)) {
    const written = writtenValue(source.options, key)
    const parsed = written === null ? null : kind.parse(written.value.value)
    if (parsed?.ok === true) values.set(key, parsed.value)
  }
  return values
}
