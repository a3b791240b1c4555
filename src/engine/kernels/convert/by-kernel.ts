/**
 * Columns by kernels of `wasm/`: one call converts all rows that the kernel recognises, the others follow one by one. So a kernel
 * only needs to be right about what it accepts.
 */
import { valuesOf } from '../../column.ts'
import type { Memory } from '../../memory.ts'
import { addressOfRows } from '../../selection.ts'
import type { Kernels } from '../wasm.ts'
import type { Conversion } from './conversion.ts'
import type { ScalarConversion } from './scalar.ts'

/** Converts the column that the task at an address (`wasm/conversion.ts`) describes; returns how many rows it leaves. */
export type ColumnKernel = (kernels: Kernels, task: number, memory: Memory) => number

const taskBytes = 36

/** `convertRow` gets the rows that the kernel leaves. */
export function byKernel(kernel: ColumnKernel, convertRow: ScalarConversion): Conversion {
  return (slices, selection, out, memory, recordTimeMs, report) => {
    const { i32 } = memory
    const { count } = selection
    const mark = memory.mark()
    const task = memory.take(taskBytes)
    const left = memory.take(count * 4)
    const word = task >>> 2
    i32[word] = memory.addressOf(slices.kinds)
    i32[word + 1] = memory.addressOf(slices.starts)
    i32[word + 2] = memory.addressOf(slices.lengths)
    i32[word + 3] = addressOfRows(memory, selection)
    i32[word + 4] = count
    i32[word + 5] = memory.addressOf(valuesOf(out))
    i32[word + 6] = memory.addressOf(out.valid)
    i32[word + 7] = out.kind === 'bytes' ? memory.addressOf(out.lengths) : 0
    i32[word + 8] = left
    const leftCount = kernel(memory.kernels, task, memory)
    const rows = leftCount === 0 ? none : i32.slice(left >>> 2, (left >>> 2) + leftCount)
    // What is converted row by row may go to the arena, and stays there.
    memory.release(mark)
    for (let k = 0; k < leftCount; k++) convertRow(slices, rows[k], out, memory, recordTimeMs, report)
  }
}

const none = new Int32Array(0)
