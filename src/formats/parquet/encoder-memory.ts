/**
 * The linear memory in which kernels encode pages: one of each thread, made for its first page. Nothing stays in it: who encodes
 * lays out anew what it needs, copies its values in and takes the result, which is valid until the next one encodes.
 */
import { instantiateKernels } from '../../engine/kernels/wasm.ts'
import type { Kernels } from '../../engine/kernels/wasm.ts'
import { kernelScratchBytes } from '../../engine/memory.ts'

const wasmPageBytes = 65_536
/** 2 GiB: addresses stay positive. */
const wasmPagesMax = 32_768
/** Kernels may read so far behind anything. */
const slackBytes = 16
/** It grows by as much at least; what is never touched costs nothing. */
const growthBytes = 4 * 1_048_576

export class EncoderMemory {
  readonly kernels: Kernels
  bytes: Buffer
  i32: Int32Array
  private readonly memory: WebAssembly.Memory

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: growthBytes / wasmPageBytes, maximum: wasmPagesMax })
    this.bytes = Buffer.from(this.memory.buffer)
    this.i32 = new Int32Array(this.memory.buffer)
    this.kernels = instantiateKernels(this.memory, this.bytes)
  }

  /** Addresses, multiples of 16, of pieces of so many bytes each. What lay there before is gone. */
  layOut(...lengths: readonly number[]): number[] {
    let end = kernelScratchBytes
    const addresses = lengths.map((length) => {
      const address = end
      end = (end + length + slackBytes + 15) & ~15
      return address
    })
    if (end > this.bytes.length) this.grow(end)
    return addresses
  }

  /** Puts the first `count` words there. */
  putWords(address: number, words: Int32Array, count: number): void {
    this.i32.set(words.subarray(0, count), address >> 2)
  }

  /** A view of `count` words there. */
  words(address: number, count: number): Int32Array {
    return this.i32.subarray(address >> 2, (address >> 2) + count)
  }

  private grow(needed: number): void {
    const more = Math.max(needed - this.bytes.length, growthBytes)
    this.memory.grow(Math.ceil(more / wasmPageBytes))
    this.bytes = Buffer.from(this.memory.buffer)
    this.i32 = new Int32Array(this.memory.buffer)
  }
}

/** What was larger for the sake of one page is not kept. */
const keptBytesMax = 64 * 1_048_576

let ofThread: EncoderMemory | null = null

export function encoderMemory(): EncoderMemory {
  if (ofThread === null || ofThread.bytes.length > keptBytesMax) ofThread = new EncoderMemory()
  return ofThread
}
