/** Texts without a zone that become instants, where nobody has said which zone is meant. */
import type { Column } from '../../model/model.ts'
import { compileFormat } from '../../types/datetime/format.ts'
import type { SourceText } from '../ast.ts'
import type { Checked } from '../check/index.ts'
import type { Reporter } from '../check/reporter.ts'

export function lintZones({ model, origins }: Checked, texts: readonly SourceText[], report: Reporter): void {
  const isSet = texts
    .flatMap(({ statements }) => statements)
    .some((statement) => statement.kind === 'set' && statement.key.value === 'time.zone')
  if (isSet) return
  const zoned = new Set(model.sources.flatMap(({ name, options }) => ('time.zone' in options ? [name] : [])))
  for (const table of model.tables) {
    if (zoned.has(table.source)) continue
    for (const column of table.columns) {
      const format = zonelessFormat(column)
      const span = format === null ? null : origins.ofField(column, format)
      if (span === null) continue
      report.warning('W2006', span, `\`${column.name}\` is an instant, and its text has no zone`, {
        label: 'read as UTC',
        help: "say which zone is meant: SET 'time.zone' = 'Asia/Shanghai', or 'time.zone' on the source",
      })
    }
  }
}

function zonelessFormat({ type, formats }: Column): string | null {
  if (type.kind !== 'TIMESTAMP_LTZ') return null
  const found = formats.find((text) => {
    const format = compileFormat(text)
    return 'kind' in format && format.kind === 'pattern' && !format.hasZone
  })
  return found ?? null
}
