/** The hash tables of Parquet's dictionaries: open addressing, as many slots as a power of two, at most half of them in use. */

const slotsMin: i32 = 256

/** Of a table of so many entries that may become twice as many: its slots, which are two to four for each, less one. */
export function maskFor(entries: i32): i32 {
  return max(slotsMin, 2 << (32 - clz(entries))) - 1
}
