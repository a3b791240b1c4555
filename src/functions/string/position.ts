/** Where one text stands in another. */
import { indexOf, offsetOf } from './code-points.ts'

/** 1 for the first character, 0 if it is not there; searched from character `start` (from 1) on. */
export function positionOf(part: string, text: string, start: number): number {
  if (start < 1) return 0
  const offset = text.indexOf(part, offsetOf(text, start - 1))
  return offset < 0 ? 0 : indexOf(text, offset) + 1
}
