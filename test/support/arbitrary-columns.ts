/** Columns of random types and values with what real logs have: runs, few distinct values, rising numbers, NULLs. */
import fc from 'fast-check'
import type { LogicalType } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'

export interface GeneratedColumn {
  readonly type: LogicalType
  readonly nullable: boolean
  readonly values: readonly Value[]
}

/** Every type of a column in a file; precision and scale of decimals at random. */
export const arbitraryType: fc.Arbitrary<LogicalType> = fc.oneof(
  fc.constantFrom<LogicalType>(
    { kind: 'BOOLEAN' },
    { kind: 'TINYINT' },
    { kind: 'SMALLINT' },
    { kind: 'INT' },
    { kind: 'BIGINT' },
    { kind: 'FLOAT' },
    { kind: 'DOUBLE' },
    { kind: 'STRING' },
    { kind: 'BYTES' },
    { kind: 'DATE' },
    { kind: 'TIME', precision: 6 },
    { kind: 'TIMESTAMP', precision: 6 },
    { kind: 'TIMESTAMP_LTZ', precision: 6 },
  ),
  fc
    .integer({ min: 1, max: 38 })
    .chain((precision) =>
      fc.integer({ min: 0, max: precision }).map((scale) => ({ kind: 'DECIMAL' as const, precision, scale })),
    ),
)

/** A column of `count` rows. */
export function arbitraryColumn(count: number): fc.Arbitrary<GeneratedColumn> {
  return arbitraryType
    .chain((type) =>
      fc.record({
        type: fc.constant(type),
        nullable: fc.boolean(),
        pool: fc.array(arbitraryValue(type), { minLength: 1, maxLength: count }),
        shape: fc.constantFrom('cycle', 'runs', 'scattered'),
        nulls: fc.constantFrom('none', 'some', 'blocks', 'all'),
        seed: fc.nat(),
      }),
    )
    .map(({ type, nullable, pool, shape, nulls, seed }) => ({
      type,
      nullable,
      values: Array.from({ length: count }, (_, r) => {
        if (nullable && isNull(nulls, r, seed)) return null
        if (shape === 'runs') return pool[Math.floor(r / 23) % pool.length]
        return pool[(shape === 'cycle' ? r : Math.imul(r + seed, 0x9e3779b1) >>> 7) % pool.length]
      }),
    }))
}

function isNull(pattern: string, row: number, seed: number): boolean {
  switch (pattern) {
    case 'all':
      return true
    case 'some':
      return (Math.imul(row + seed, 0x85ebca6b) >>> 13) % 4 === 0
    case 'blocks':
      return Math.floor(row / 17) % 2 === seed % 2
    default:
      return false
  }
}

export function arbitraryValue(type: LogicalType): fc.Arbitrary<Value> {
  const near = (bits: number): fc.Arbitrary<bigint> =>
    fc.oneof(
      fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n }),
      fc.bigInt({ min: -300n, max: 300n }),
    )
  switch (type.kind) {
    case 'BOOLEAN':
      return fc.boolean()
    case 'TINYINT':
      return near(8)
        .map(Number)
        .filter((value) => value >= -128 && value <= 127)
    case 'SMALLINT':
      return near(16).map(Number)
    case 'INT':
      return near(32).map(Number)
    case 'BIGINT':
      return near(64)
    case 'DECIMAL': {
      const most = 10n ** BigInt(type.precision) - 1n
      return fc.oneof(fc.bigInt({ min: -most, max: most }), fc.bigInt({ min: -9n, max: 9n }))
    }
    case 'FLOAT':
      return fc.float({ noNaN: true, noDefaultInfinity: true })
    case 'DOUBLE':
      return fc.double({ noNaN: true, noDefaultInfinity: true })
    case 'DATE':
      return fc.integer({ min: -719_162, max: 2_932_896 })
    case 'TIME':
      return fc.integer({ min: 0, max: 86_399_999_999 })
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return fc.oneof(
        fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }),
        fc.bigInt({ min: 1_795_140_000_000_000n, max: 1_795_140_100_000_000n }),
      )
    case 'BYTES':
      return fc.uint8Array({ maxLength: 40 })
    case 'STRING':
    case 'VARCHAR':
      return fc.oneof(fc.string({ unit: 'binary', maxLength: 90 }), fc.constantFrom('', 'iOS', 'Android', '玩家'))
    case 'JSON':
      return fc.json()
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      throw new Error(`no column of ${type.kind}`)
  }
}
