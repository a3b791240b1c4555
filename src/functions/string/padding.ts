/** Texts brought to a length. */
import { Failure } from '../../types/value.ts'
import { lengthOf, slice } from './code-points.ts'

/** Longer texts are no columns but mistakes, and would eat the memory. */
export const textLengthMax = 1_000_000
export const tooLong = new Failure('longer than 1000000 characters')

/** The text as it is cut to the length, and what must be added; null if that cannot be told. */
export function padded(
  text: string,
  length: number,
  pad: string,
): { readonly text: string; readonly added: string } | Failure | null {
  if (length < 0 || pad === '') return null
  if (length > textLengthMax) return tooLong
  const missing = length - lengthOf(text)
  if (missing <= 0) return { text: slice(text, 0, length), added: '' }
  return { text, added: slice(pad.repeat(Math.ceil(missing / lengthOf(pad))), 0, missing) }
}
