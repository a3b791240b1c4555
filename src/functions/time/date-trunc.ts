import { floorTo, unitForms } from './floor-to.ts'
import type { FunctionDefinition } from '../definition.ts'

export const dateTrunc: FunctionDefinition = {
  name: 'date_trunc',
  aliases: [],
  family: 'time',
  description:
    "The beginning of the unit that a date or time lies in, like `FLOOR(time TO unit)`, but that weeks begin on Monday. Instants are looked at in the zone of the table's source.",
  signatures: unitForms('unit-first'),
  nulls: 'propagate',
  canFail: true,
  flink: 'none; as in PostgreSQL and Spark',
  examples: [
    { expression: "date_trunc('month', TIMESTAMP '2026-11-20 10:30:45')", result: "TIMESTAMP '2026-11-01 00:00:00'" },
    { expression: "date_trunc('week', DATE '2026-11-20')", result: "DATE '2026-11-16'" },
    { expression: "date_trunc('hour', TIME '10:30:45')", result: "TIME '10:00:00'" },
    { expression: "date_trunc('day', CAST(NULL AS DATE))", result: 'NULL' },
    { expression: "date_trunc('century', DATE '0000-01-01')", failure: 'out of range for DATE' },
  ],
  bind: (use) => {
    const floor = floorTo(use, use.constants[0], 'monday')
    return (_, time) => floor(time)
  },
}
