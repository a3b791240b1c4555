/** The ledger for people: where every record went. */
import { grouped } from '../job/progress.ts'
import { bytesText } from '../job/progress.ts'
import type { Ledger } from './ledger.ts'

/** Three small tables; a table or sink that nothing reached is there too. */
export function ledgerText(ledger: Ledger): string {
  const sources = [...ledger.sources].map(([name, counts]) => [name, grouped(counts.in), grouped(counts.unclaimed)])
  const tables = [...ledger.tables].map(([name, totals]) => [
    name,
    grouped(totals.in),
    grouped(totals.out),
    countsText(totals.dropped),
    countsText(totals.errored),
  ])
  const sinks = [...ledger.sinks].map(([name, counts]) => [
    name,
    grouped(counts.rows),
    counts.files === 0 ? '-' : grouped(counts.files),
    bytesText(counts.bytes),
  ])
  return [
    alignedTable(['source', 'in', 'unclaimed'], ['left', 'right', 'right'], sources),
    alignedTable(['table', 'in', 'out', 'dropped', 'errored'], ['left', 'right', 'right', 'left', 'left'], tables),
    alignedTable(['sink', 'rows', 'files', 'bytes'], ['left', 'right', 'right', 'right'], sinks),
  ]
    .filter((table) => table !== '')
    .join('\n')
}

/** `filter 2,990, where 12`; `-` for none. The most frequent first. */
function countsText(counts: ReadonlyMap<string, number>): string {
  const occurred = [...counts].filter(([, count]) => count > 0).toSorted((a, b) => b[1] - a[1])
  return occurred.length === 0 ? '-' : occurred.map(([name, count]) => `${name} ${grouped(count)}`).join(', ')
}

type Alignment = 'left' | 'right'

/** Columns two blanks apart, under their names if there are any; nothing where there are no rows. */
export function alignedTable(
  head: readonly string[] | null,
  alignments: readonly Alignment[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return ''
  const lines = head === null ? rows : [head, ...rows]
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  return lines
    .map((line) => {
      const cells = line.map((cell, column) =>
        alignments[column] === 'right' ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      return `  ${cells.join('  ').trimEnd()}\n`
    })
    .join('')
}
