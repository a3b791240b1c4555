/** The options of a parse step: `PARSE CSV WITH ('csv.field-delimiter' = '\t')`. */
import { optional, withDefault } from './definition.ts'
import { booleanKind, characterKind, textsKind, wordKind } from './kinds.ts'

const everyStep = {
  'null-literal': optional(textsKind, 'Texts that stand for NULL, by `;`.'),
} as const

export const jsonStepOptions = everyStep
export const regexStepOptions = everyStep

export const csvStepOptions = {
  ...everyStep,
  'csv.field-delimiter': withDefault(characterKind, ',', 'Between fields.'),
  'csv.quote-character': withDefault(characterKind, '"', 'Around fields that hold a delimiter; doubled inside.'),
  'csv.disable-quote-character': withDefault(booleanKind, false, 'Quotes are ordinary characters.'),
  'csv.escape-character': optional(characterKind, 'Makes the character after it ordinary.'),
  'csv.allow-comments': withDefault(booleanKind, false, 'Lines that begin with `#` are skipped.'),
  'csv.extra-fields': withDefault(
    wordKind(['error', 'ignore']),
    'error',
    'What becomes of a record with more fields than there are names.',
  ),
} as const

export const stepOptions = { JSON: jsonStepOptions, REGEX: regexStepOptions, CSV: csvStepOptions } as const
