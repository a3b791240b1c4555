import { floorOf, wholeType } from './whole.ts'
import { isTemporal } from '../../types/families.ts'
import { floorTo, unitForms } from '../time/floor-to.ts'
import type { FunctionDefinition } from '../definition.ts'

export const floor: FunctionDefinition = {
  name: 'floor',
  aliases: [],
  family: 'number',
  description:
    'The largest whole number that is not larger than the number; of a date or time the beginning of the unit it lies in. Weeks begin on Sunday, and instants are looked at in the zone of the table’s source.',
  signatures: [{ parameters: [{ name: 'number', accepts: 'numeric' }], result: wholeType }, ...unitForms('time-first')],
  syntax: ['FLOOR(time TO unit)'],
  nulls: 'propagate',
  canFail: true,
  flink: 'FLOOR',
  examples: [
    { expression: 'floor(1.7)', result: '1' },
    { expression: 'floor(-1.2)', result: '-2' },
    { expression: 'floor(3)', result: '3' },
    { expression: "FLOOR(TIME '12:44:31' TO MINUTE)", result: "TIME '12:44:00'" },
    { expression: "FLOOR(TIMESTAMP '2026-11-20 10:30:45.5' TO HOUR)", result: "TIMESTAMP '2026-11-20 10:00:00'" },
    { expression: "FLOOR(DATE '2026-11-20' TO QUARTER)", result: "DATE '2026-10-01'" },
    { expression: "FLOOR(DATE '2026-11-20' TO WEEK)", result: "DATE '2026-11-15'" },
    { expression: 'FLOOR(CAST(NULL AS DATE) TO MONTH)', result: 'NULL' },
    { expression: "FLOOR(DATE '0000-01-01' TO CENTURY)", failure: 'out of range for DATE' },
  ],
  bind: (use) =>
    isTemporal(use.argumentTypes[0]) ? floorTo(use, use.constants[1], 'sunday') : floorOf(use.argumentTypes[0]),
}
