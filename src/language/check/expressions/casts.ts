/** CASTs: which there are (`types/conversion/cast.ts` says), and those of constants, done now. */
import type { Literal } from '../../../model/expression.ts'
import { canCast, castValue } from '../../../types/conversion/cast.ts'
import { isNumeric, isTemporal } from '../../../types/families.ts'
import type { LogicalType } from '../../../types/logical.ts'
import { typeText } from '../../../types/text.ts'
import { Failure } from '../../../types/value.ts'
import { literal } from './bound.ts'

export interface CastProblem {
  readonly message: string
  readonly help: string | undefined
}

/** Null: there is such a conversion. */
export function castProblem(from: LogicalType, to: LogicalType): CastProblem | null {
  if (canCast(from, to)) return null
  return { message: `${typeText(from)} does not convert to ${typeText(to)}`, help: helpFor(from, to) }
}

function helpFor(from: LogicalType, to: LogicalType): string | undefined {
  if (isNumeric(from) && isTemporal(to)) {
    return "a column reads numbers as times by FORMAT 'UNIX', 'UNIX_MS' or 'UNIX_US'"
  }
  if (isTemporal(from) && isNumeric(to)) return "take a part of it: CAST(date_format(…, 'yyyy') AS INT)"
  if (from.kind === 'BYTES') return `convert to STRING first: CAST(CAST(… AS STRING) AS ${typeText(to)})`
  if (to.kind === 'ARRAY' || to.kind === 'MAP' || to.kind === 'ROW')
    return 'these are made of JSON: CAST(… AS JSON) first'
  return undefined
}

/** A constant converted when compiling; null where that fails: at run time it is an error, as its author wrote it. */
export function castConstant({ value, type: from }: Literal, type: LogicalType, timeZone: string): Literal | null {
  if (value === null) return literal(null, type)
  const converted = castValue(value, from, type, { timeZone })
  return converted instanceof Failure ? null : literal(converted, type)
}
