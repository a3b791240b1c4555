/** `FORMAT 'p1', 'p2'`: how texts become dates, times and bytes. */
import { compileFormat, formatProblem } from '../../types/datetime/format.ts'
import { isTemporal } from '../../types/families.ts'
import type { LogicalType } from '../../types/logical.ts'
import { typeText } from '../../types/text.ts'
import type { FormatClause, Text } from '../ast.ts'
import { spanInLiteral } from './literal-place.ts'
import { didYouMean } from './nearest.ts'
import type { Reporter } from './reporter.ts'

const bytesFormats = ['BASE64', 'HEX']
const datetimeFormats = ['ISO8601', 'UNIX', 'UNIX_MS', 'UNIX_US']

/** The formats of a column of that type, right ones only. */
export function checkFormats(clause: FormatClause | null, type: LogicalType, report: Reporter): readonly string[] {
  if (clause === null) return []
  if (isTemporal(type))
    return clause.formats.filter((text) => isDatetimeFormat(text, type, report)).map(({ value }) => value)
  if (type.kind === 'BYTES')
    return clause.formats.filter((text) => isBytesFormat(text, report)).map(({ value }) => value)
  report.error('E3013', clause.span, `${typeText(type)} has no FORMAT`, {
    label: 'not allowed here',
    help: 'FORMAT belongs to DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ and BYTES',
  })
  return []
}

function isBytesFormat(text: Text, report: Reporter): boolean {
  if (bytesFormats.includes(text.value)) return true
  report.error('E3012', text.span, `unknown FORMAT '${text.value}' for BYTES`, {
    label: 'must be `BASE64` or `HEX`',
    help: didYouMean(text.value, bytesFormats),
  })
  return false
}

function isDatetimeFormat(
  text: Text,
  type: Extract<LogicalType, { readonly kind: 'DATE' | 'TIME' | 'TIMESTAMP' | 'TIMESTAMP_LTZ' }>,
  report: Reporter,
): boolean {
  const format = compileFormat(text.value)
  if ('error' in format) {
    const span = spanInLiteral(text, format.offset, format.offset + 1)
    const help =
      didYouMean(text.value, datetimeFormats) ?? "patterns are those of Java's DateTimeFormatter: 'yyyy-MM-dd HH:mm:ss'"
    report.error('E3012', span, 'wrong FORMAT', { label: format.error, help })
    return false
  }
  const problem = formatProblem(format, type.kind)
  if (problem === null) return true
  const zoned = type.kind === 'TIMESTAMP' && format.kind === 'pattern' && format.hasZone
  report.error(zoned ? 'E3014' : 'E3012', text.span, zoned ? 'a TIMESTAMP has no zone' : 'wrong FORMAT', {
    label: zoned ? 'this pattern reads a zone' : problem,
    help: zoned ? `write TIMESTAMP_LTZ(${type.precision}), or take the zone out of the pattern` : undefined,
  })
  return false
}
