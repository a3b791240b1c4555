/** The names in a CSV header. */
import type { CsvDialect } from './csv-ends.ts'

/** The fields of one CSV record, read as the CSV step reads them; none where it is not well-formed. */
export function headerNames(record: string, { delimiter, quote, escape }: CsvDialect): readonly string[] {
  const names: string[] = []
  let at = 0
  for (;;) {
    const quoted = quote !== null && record[at] === quote
    if (quoted) at++
    let name = ''
    while (at < record.length) {
      if (quoted && record[at] === quote) {
        if (record[at + 1] !== quote) break
        at++
      } else if (!quoted && record[at] === delimiter) break
      else if (record[at] === escape && escape !== quote && at + 1 < record.length) at++
      name += record[at++]
    }
    if (quoted && record[at++] !== quote) return []
    names.push(name)
    if (at >= record.length) return names
    if (record[at++] !== delimiter) return []
  }
}
