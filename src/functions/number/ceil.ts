import { ceilingOf, wholeType } from './whole.ts'
import { isTemporal } from '../../types/families.ts'
import { ceilTo, unitForms } from '../time/floor-to.ts'
import type { FunctionDefinition } from '../definition.ts'

export const ceil: FunctionDefinition = {
  name: 'ceil',
  aliases: ['ceiling'],
  family: 'number',
  description:
    'The smallest whole number that is not smaller than the number; of a date or time the beginning of the next unit, unless one begins just then. Weeks begin on Sunday, and instants are looked at in the zone of the table’s source.',
  signatures: [{ parameters: [{ name: 'number', accepts: 'numeric' }], result: wholeType }, ...unitForms('time-first')],
  syntax: ['CEIL(time TO unit)'],
  nulls: 'propagate',
  canFail: true,
  flink: 'CEIL',
  differs: 'a time of day on the first day of a week, month, quarter or year rounds up too',
  examples: [
    { expression: 'ceil(1.2)', result: '2' },
    { expression: 'ceil(-1.7)', result: '-1' },
    { expression: 'ceil(3)', result: '3' },
    { expression: "CEIL(TIME '12:44:31' TO MINUTE)", result: "TIME '12:45:00'" },
    { expression: "CEIL(TIMESTAMP '2026-11-20 10:00:00' TO HOUR)", result: "TIMESTAMP '2026-11-20 10:00:00'" },
    { expression: "CEIL(TIMESTAMP '2026-11-01 10:00:00' TO MONTH)", result: "TIMESTAMP '2026-12-01 00:00:00'" },
    { expression: "CEIL(DATE '2026-11-20' TO YEAR)", result: "DATE '2027-01-01'" },
    { expression: "CEIL(TIME '23:59:31' TO MINUTE)", failure: 'out of range for TIME' },
    { expression: "CEIL(DATE '9999-11-20' TO YEAR)", failure: 'out of range for DATE' },
    { expression: 'ceil(CAST(NULL AS INT))', result: 'NULL' },
  ],
  bind: (use) =>
    isTemporal(use.argumentTypes[0]) ? ceilTo(use, use.constants[1], 'sunday') : ceilingOf(use.argumentTypes[0]),
}
