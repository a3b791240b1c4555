/** Variable-length integers, 7 bits a byte, lowest first: Avro's, Thrift's and Parquet's. Each returns where it ends. */

export function writeVarint(at: i32, value: u64): i32 {
  while (value >= 0x80) {
    store<u8>(at++, (<u8>value) | 0x80)
    value >>= 7
  }
  store<u8>(at, <u8>value)
  return at + 1
}

/** Zigzag: small numbers are short, whatever their sign. */
export function writeZigzag(at: i32, value: i64): i32 {
  return writeVarint(at, (value << 1) ^ (value >> 63))
}
