/** Files that hold no program at all: a log, JSON, a picture. One message says so, instead of one for every word. */
import type { IToken } from '../../../grammar/chevrotain.ts'
import { keywords as k } from '../../../grammar/tokens.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { SourceFile } from '../source.ts'

/** A few mistakes may be those of one statement whose first word is misspelt. */
const mistakesMax = 3

/** Null: there is something in it that may have been meant for a statement. */
export function noProgram(
  file: SourceFile,
  tokens: readonly IToken[],
  mistakes: readonly Diagnostic[],
): Diagnostic | null {
  const isMeant = tokens.some(({ tokenType }) => tokenType === k.CREATE || tokenType === k.SET || tokenType === k.TEST)
  if (isMeant || mistakes.length <= mistakesMax) return null
  const start = Math.max(0, file.text.search(/[^\s\uFEFF]/))
  const behind = file.text.slice(start).search(/\s/)
  return {
    code: 'E1001',
    severity: 'error',
    message: 'this file holds no statement',
    span: { file, start, end: behind < 0 ? file.text.length : start + behind },
    label: `looks like ${kindOf(file.text)}`,
    help: 'a program is made of CREATE, SET and TEST statements; give `sluice` the folder or the .sql files that hold them',
  }
}

function kindOf(text: string): string {
  if (/[\0\uFFFD]/.test(text.slice(0, 4096))) return 'a binary file'
  if (/^\s*[[{]\s*["{[\]}]/.test(text)) return 'JSON'
  return 'a log or other text'
}
