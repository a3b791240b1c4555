/**
 * The one linear memory of an engine: record bytes, slices and columns lie in it, so that a kernel may be TypeScript over
 * its typed arrays or WebAssembly over addresses. Fixed in size (growing would detach the typed arrays); pages that are never
 * touched cost nothing.
 *
 * It is handed out in two ways: `reserve` for what lives as long as the engine, and the *arena*, a stack of scratch space
 * that is taken back as a whole (`mark`, `release`) after each chunk of rows.
 */
import { instantiateKernels } from './kernels/wasm.ts'
import type { Kernels } from './kernels/wasm.ts'

const pageBytes = 65_536

/** Room at the beginning that belongs to the kernels (`wasm/scratch.ts` says what for). */
export const kernelScratchBytes = 32_768

/** The arena is full: the caller runs the chunk again with fewer rows, or fails the one row that needs so much. */
export class ArenaFull extends Error {
  constructor(bytesWanted: number) {
    super(`the arena has no room for ${bytesWanted} bytes more`)
  }
}

export class Memory {
  readonly buffer: ArrayBuffer
  readonly u8: Uint8Array
  readonly i32: Int32Array
  readonly u32: Uint32Array
  /** The same bytes as Node's Buffer, for its native text and search operations. */
  readonly bytes: Buffer
  private readonly memory: WebAssembly.Memory
  private bound: Kernels | null = null
  private reserved = kernelScratchBytes
  private top = 0

  constructor(sizeBytes: number) {
    const pages = Math.ceil(sizeBytes / pageBytes)
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    this.buffer = this.memory.buffer as ArrayBuffer
    this.u8 = new Uint8Array(this.buffer)
    this.i32 = new Int32Array(this.buffer)
    this.u32 = new Uint32Array(this.buffer)
    this.bytes = Buffer.from(this.buffer)
  }

  /** The kernels in WebAssembly, over this memory. */
  get kernels(): Kernels {
    return (this.bound ??= instantiateKernels(this.memory, this.u8))
  }

  /** Room that lives as long as the memory. Only before the arena is first used. Returns an address, a multiple of 64. */
  reserve(bytes: number): number {
    if (this.top !== 0) throw new Error('reserve after the arena was used')
    const address = this.reserved
    this.reserved = (address + bytes + 127) & ~63
    if (this.reserved > this.u8.length) throw new ArenaFull(bytes)
    return address
  }

  mark(): number {
    return this.top === 0 ? (this.top = this.reserved) : this.top
  }

  release(mark: number): void {
    this.top = mark
  }

  /** Scratch room, a multiple of 16, with at least 16 bytes of slack behind it. Not zeroed. */
  take(bytes: number): number {
    const address = (this.mark() + 15) & ~15
    const next = address + bytes + 16
    if (next > this.u8.length) throw new ArenaFull(bytes)
    this.top = next
    return address
  }

  /** Where an array that lies in the memory does. */
  addressOf(array: ArrayBufferView): number {
    if (array.buffer !== this.buffer) throw new Error('an array that is not in the memory of the engine')
    return array.byteOffset
  }

  /** Where kernels find an array: where it lies in the memory, or a copy of it in the arena. */
  placeFor(array: Uint8Array | Int32Array | Uint32Array): number {
    if (array.buffer === this.buffer) return array.byteOffset
    const address = this.take(array.byteLength)
    if (array instanceof Uint8Array) this.u8.set(array, address)
    else this.u32.set(array, address >>> 2)
    return address
  }

  /** Bytes that `take` can still give. */
  get room(): number {
    return this.u8.length - this.mark() - 32
  }
}

/**
 * Runs [from, to) in one go, or where the arena has no room for so much, one half after the other; `tooBig` gets each that
 * alone needs more than there is. What `run` took of the arena is taken back.
 */
export function inHalves(
  memory: Memory,
  from: number,
  to: number,
  run: (from: number, to: number) => void,
  tooBig: (index: number) => void,
): void {
  const mark = memory.mark()
  try {
    run(from, to)
    memory.release(mark)
  } catch (error) {
    if (!(error instanceof ArenaFull)) throw error
    memory.release(mark)
    if (to - from === 1) {
      tooBig(from)
      return
    }
    const middle = (from + to) >>> 1
    inHalves(memory, from, middle, run, tooBig)
    inHalves(memory, middle, to, run, tooBig)
  }
}
