/**
 * Split-block bloom filters over the values of a row group: readers that look for one value skip row groups that cannot have it.
 * https://github.com/apache/parquet-format/blob/master/BloomFilter.md
 */
import { writeVarint } from '../varint.ts'
import { viewOf } from './plain-strings.ts'
import { hash64, xxhash64 } from './xxhash64.ts'

const blockBytes = 32
/** As parquet-mr's default. */
const filterBytesMax = 1_048_576
const falseShare = 0.01
const salts = Uint32Array.of(
  ...[0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31],
)

/** Gathers the hashes of a row group's values, given in PLAIN form, and makes the filter when their number is known. */
export class BloomFilter {
  /** Of a value; 0: strings with their length before them. */
  private readonly valueBytes: number
  private hashes = new BigUint64Array(64)
  /** The same memory, in words. */
  private words = new Int32Array(this.hashes.buffer)
  private count = 0

  constructor(valueBytes: number) {
    this.valueBytes = valueBytes
  }

  get bufferedBytes(): number {
    return this.hashes.byteLength
  }

  addPlain(plain: Uint8Array): void {
    const view = viewOf(plain)
    for (let at = 0; at < plain.length;) {
      const length = this.valueBytes === 0 ? view.getInt32(at, true) : this.valueBytes
      if (this.valueBytes === 0) at += 4
      xxhash64(view, at, length)
      this.addHash()
      at += length
    }
  }

  /** The filter behind its header, or null where there was no value. The next row group begins. */
  take(): Buffer | null {
    if (this.count === 0) return null
    const bits = bitsOf(distinct(this.hashes.subarray(0, this.count)))
    const blocks = bits.length / 8
    for (let i = 0; i < this.count; i++) setBits(bits, blocks, this.words[2 * i], this.words[2 * i + 1])
    this.count = 0
    return Buffer.concat([headerOf(bits.byteLength), Buffer.from(bits.buffer)])
  }

  private addHash(): void {
    if (this.count === this.hashes.length) {
      const larger = new BigUint64Array(this.count * 2)
      larger.set(this.hashes)
      this.hashes = larger
      this.words = new Int32Array(larger.buffer)
    }
    this.words[2 * this.count] = hash64.low
    this.words[2 * this.count + 1] = hash64.high
    this.count++
  }
}

/** How many different ones there are; they are sorted. */
function distinct(hashes: BigUint64Array): number {
  hashes.sort()
  let count = 0
  for (let i = 0; i < hashes.length; i++) if (i === 0 || hashes[i] !== hashes[i - 1]) count++
  return count
}

/** Room for so many values, a power of two, as some readers want. */
function bitsOf(values: number): Uint32Array<ArrayBuffer> {
  const bits = (-8 * values) / Math.log(1 - falseShare ** (1 / 8))
  const bytes = 2 ** Math.ceil(Math.log2(Math.max(blockBytes, bits / 8)))
  return new Uint32Array(Math.min(bytes, filterBytesMax) / 4)
}

/** The high word chooses the block, the low one a bit in each of its eight words. */
function setBits(bits: Uint32Array, blocks: number, low: number, high: number): void {
  const block = Math.floor(((high >>> 0) * blocks) / 4_294_967_296) * 8
  for (let i = 0; i < 8; i++) bits[block + i] |= 1 << (Math.imul(low, salts[i]) >>> 27)
}

/** BloomFilterHeader in Thrift's compact protocol: the size, then the only algorithm, hash and compression there are. */
function headerOf(bytes: number): Buffer {
  const out = Buffer.alloc(24)
  out[0] = 0x15
  let at = writeVarint(out, 1, bytes * 2)
  for (let field = 0; field < 3; field++) at += out.write('1c1c0000', at, 'hex')
  return out.subarray(0, at + 1)
}
