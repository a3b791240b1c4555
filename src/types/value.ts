/**
 * One value as scalar code sees it (constants, scalar functions, the reference interpreter). The engine's columns hold the
 * same values in typed arrays (`engine/column.ts`).
 *
 * | logical type               | scalar value                                        |
 * | -------------------------- | --------------------------------------------------- |
 * | BOOLEAN                    | boolean                                             |
 * | TINYINT, SMALLINT, INT     | number, integral                                    |
 * | BIGINT                     | bigint                                              |
 * | FLOAT, DOUBLE              | number, finite (FLOAT rounded by Math.fround)       |
 * | DECIMAL(p, s)              | bigint: the unscaled value, 1.50 of scale 2 is 150n |
 * | STRING, VARCHAR            | string                                              |
 * | BYTES                      | Uint8Array                                          |
 * | DATE                       | number: days since 1970-01-01                       |
 * | TIME                       | number: microseconds since midnight                 |
 * | TIMESTAMP, TIMESTAMP_LTZ   | bigint: microseconds since 1970-01-01T00:00:00(Z)   |
 * | JSON                       | string: compact JSON text                           |
 * | ARRAY                      | readonly Value[]                                    |
 * | MAP                        | ReadonlyMap<string, Value>                          |
 * | ROW                        | readonly Value[], in the order of the fields        |
 * | INTERVAL_MONTHS            | number: months                                      |
 * | INTERVAL_MICROS            | bigint: microseconds                                |
 */
export type Value =
  null | boolean | number | bigint | string | Uint8Array | readonly Value[] | ReadonlyMap<string, Value>

/** A value that could not be made: bad data, never a bug. Returned, not thrown, so that a bad record is a value. */
export class Failure {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}
