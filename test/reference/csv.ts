/** One CSV record as RFC 4180 has it, character by character, with the options of Flink's format. */
import type { CsvStep } from '../../src/model/model.ts'
import { fail } from './bad-data.ts'

/** The fields; null: a comment. */
export function readCsv(text: string, step: CsvStep): readonly string[] | null {
  if (step.allowComments && text.startsWith('#')) return null
  const characters = [...text]
  const fields: string[] = []
  let at = 0
  do {
    let field = ''
    const quoted = step.quote !== null && characters[at] === step.quote
    if (quoted) at++
    for (;;) {
      const character = characters[at]
      if (character === undefined) {
        if (quoted) fail('a quote is not closed')
        break
      }
      if (quoted && character === step.quote) {
        if (characters[at + 1] !== step.quote) {
          at++
          break
        }
        at++
      } else if (!quoted && character === step.delimiter) break
      else if (character === step.escape && characters[at + 1] !== undefined) at++
      field += characters[at++]
    }
    if (characters[at] !== undefined && characters[at] !== step.delimiter) fail('text behind a closing quote')
    fields.push(field)
  } while (characters[at++] === step.delimiter)
  if (fields.length > step.fields.length && !step.ignoreExtraFields) fail('too many fields')
  return fields
}
