/** The options of a parse step: `PARSE CSV WITH ('csv.field-delimiter' = '\t')`. */
import { optional, withDefault } from './definition.ts'
import { booleanKind, characterKind, delimiterKind, namesKind, textsKind, wordKind } from './kinds.ts'

const everyStep = {
  'null-literal': optional(textsKind, 'Texts that stand for NULL, by `;`.'),
} as const

const jsonStepOptions = everyStep
const regexStepOptions = everyStep

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

const grokStepOptions = {
  ...everyStep,
  'grok.patterns': optional(
    namesKind,
    'Files of patterns, or folders of such files, by `;`; what they define goes before the library.',
  ),
  'grok.names': withDefault(
    wordKind(['ecs-v1', 'legacy']),
    'ecs-v1',
    "The field names of the library's line formats: those of the Elastic Common Schema, or the older short ones.",
  ),
} as const

const keyValueStepOptions = {
  ...everyStep,
  'kv.field-delimiter': withDefault(delimiterKind, ' ', 'Between pairs.'),
  'kv.value-delimiter': withDefault(delimiterKind, '=', 'Between a key and its value.'),
  'kv.quote-character': withDefault(characterKind, '"', 'Around values that hold a delimiter.'),
  'kv.disable-quote-character': withDefault(booleanKind, false, 'Quotes are ordinary characters.'),
  'kv.escape-character': withDefault(characterKind, '\\', 'Inside quotes: makes the character after it ordinary.'),
  'kv.trim': withDefault(booleanKind, true, 'Blanks around keys, and around values without quotes, belong to neither.'),
} as const

const unnestStepOptions = everyStep

export const stepOptions = {
  JSON: jsonStepOptions,
  GROK: grokStepOptions,
  KEY_VALUE: keyValueStepOptions,
  REGEX: regexStepOptions,
  CSV: csvStepOptions,
  UNNEST: unnestStepOptions,
} as const
