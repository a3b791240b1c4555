/**
 * What is to be printed, before it is known what fits into a line: Wadler's "A prettier printer"
 * (https://homepages.inf.ed.ac.uk/wadler/papers/prettier/prettier.pdf), with comments as part of tokens.
 */
import { displayWidth } from '../render/line.ts'
import type { Comment, Comments } from './comments.ts'

export type Document =
  | { readonly kind: 'token'; readonly text: string; readonly comments: Comments }
  | { readonly kind: 'blanks'; readonly count: number }
  /** In a flat group the text `flat`, else a new line; `hard`: always one, so that no group around it is flat. */
  | { readonly kind: 'line'; readonly flat: '' | ' '; readonly hard: boolean; readonly blank: boolean }
  /** On one line if that fits. */
  | { readonly kind: 'group'; readonly content: Document }
  | { readonly kind: 'indent'; readonly content: Document }
  /** Comments at the ends of its lines are aligned. */
  | { readonly kind: 'aligned'; readonly content: Document }
  | { readonly kind: 'sequence'; readonly parts: readonly Document[] }
  /** On lines of their own. */
  | { readonly kind: 'comments'; readonly comments: readonly Comment[] }

export const space: Document = blanks(1)
/** A blank, or a new line. */
export const line: Document = { kind: 'line', flat: ' ', hard: false, blank: false }
/** Nothing, or a new line. */
export const softLine: Document = { kind: 'line', flat: '', hard: false, blank: false }
export const hardLine: Document = { kind: 'line', flat: '', hard: true, blank: false }
/** A new line, and an empty one before it. */
export const blankLine: Document = { kind: 'line', flat: '', hard: true, blank: true }

export function blanks(count: number): Document {
  return { kind: 'blanks', count }
}

export function group(...parts: readonly Document[]): Document {
  return { kind: 'group', content: sequence(...parts) }
}

export function indent(...parts: readonly Document[]): Document {
  return { kind: 'indent', content: sequence(...parts) }
}

export function sequence(...parts: readonly Document[]): Document {
  return parts.length === 1 ? parts[0] : { kind: 'sequence', parts }
}

export function join(parts: readonly Document[], separator: Document): Document {
  return sequence(...parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])))
}

/** Columns that it takes in one line. */
export function flatWidth(document: Document): number {
  switch (document.kind) {
    case 'token':
      return displayWidth(document.text)
    case 'blanks':
      return document.count
    case 'line':
      return document.flat.length
    case 'sequence':
      return document.parts.reduce((sum, part) => sum + flatWidth(part), 0)
    case 'comments':
      return 0
    case 'group':
    case 'indent':
    case 'aligned':
      return flatWidth(document.content)
  }
}
