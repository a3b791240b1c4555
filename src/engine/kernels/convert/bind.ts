/** Chooses the conversion of a column, once. */
import type { LogicalType } from '../../../types/logical.ts'
import { convertToBoolean } from './booleans.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { convertToDecimal } from './decimals.ts'
import { convertToFloat } from './floats.ts'
import { convertToInteger } from './integers.ts'
import { convertToJson } from './json.ts'
import { convertByScalar } from './scalar.ts'
import { convertToString } from './strings.ts'
import { convertToTemporal } from './temporal.ts'

/** The conversion to a type with the FORMATs of its column, which the checker has accepted. */
export function bindConversion(type: LogicalType, options: ConversionOptions): Conversion {
  switch (type.kind) {
    case 'BOOLEAN':
      return convertToBoolean(options)
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
      return convertToInteger(type, options)
    case 'FLOAT':
    case 'DOUBLE':
      return convertToFloat(type.kind, options)
    case 'DECIMAL':
      return convertToDecimal(type, options)
    case 'STRING':
    case 'VARCHAR':
      return convertToString(type, options)
    case 'BYTES':
      return options.formats.length === 0 || options.formats[0] === 'UTF8'
        ? convertToString(type, options)
        : convertByScalar(type, options)
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return convertToTemporal(type, options)
    case 'JSON':
      return convertToJson(options)
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return convertByScalar(type, options)
  }
}
