/** Strings as SQL counts them: by code points, from 1. */

/** Offset in code units of the code point at this index (from 0), or the text's length behind its end. */
export function offsetOf(text: string, index: number): number {
  let offset = 0
  for (let count = 0; count < index && offset < text.length; count++) offset += widthAt(text, offset)
  return offset
}

/** Code points in front of this offset. */
export function indexOf(text: string, offset: number): number {
  let index = 0
  for (let at = 0; at < offset; at += widthAt(text, at)) index++
  return index
}

export function lengthOf(text: string): number {
  return indexOf(text, text.length)
}

function widthAt(text: string, offset: number): number {
  return text.codePointAt(offset)! > 0xffff ? 2 : 1
}

/** From code point `start` (from 0) to before `end`. */
export function slice(text: string, start: number, end: number): string {
  const from = offsetOf(text, start)
  return text.slice(from, from + offsetOf(text.slice(from), end - start))
}
