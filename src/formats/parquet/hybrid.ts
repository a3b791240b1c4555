/**
 * Levels in Parquet's RLE / bit-packed hybrid, which a kernel writes (`engine/wasm/parquet-hybrid.ts`):
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/ (RLE = 3)
 */
import { varint32BytesMax } from '../varint.ts'
import { encoderMemory } from './encoder-memory.ts'

/** Bits that the values 0 .. max need; at least 1. */
export function bitWidth(max: number): number {
  return Math.max(1, 32 - Math.clz32(max))
}

/** Room for so many values of so many bits, whatever the runs: a literal run grows by no more than its header a run before it. */
export function hybridLengthMax(count: number, width: number): number {
  return Math.ceil(count / 8) * (width + 2) + count + 2 * varint32BytesMax + 8
}

/** values[0 .. count), each below 2^width, width 1 .. 16. Valid until something else is encoded. */
export function hybrid(values: Uint8Array | Int32Array, count: number, width: number): Buffer {
  const memory = encoderMemory()
  const [words, out] = memory.layOut(count * 4, hybridLengthMax(count, width))
  memory.i32.set(values.subarray(0, count), words >> 2)
  return memory.bytes.subarray(out, memory.kernels.writeHybrid(out, words, count, width))
}

/** `count` times the same value. Valid until something else is encoded. */
export function hybridRun(value: number, count: number, width: number): Buffer {
  const memory = encoderMemory()
  const [out] = memory.layOut(hybridLengthMax(0, width))
  return memory.bytes.subarray(out, memory.kernels.writeRun(out, value, count, width))
}
