/** A page for every diagnostic code; one that is missing does not compile. */
import { diagnosticCodes, type DiagnosticCode } from '../codes.ts'
import { nearest } from '../nearest.ts'
import { lintPages } from './lints.ts'
import { namePages } from './names.ts'
import { optionPages } from './options.ts'
import type { CodePage } from './page.ts'
import { structurePages } from './structure.ts'
import { syntaxPages } from './syntax.ts'
import { typePages } from './types.ts'

export const codePages: Readonly<Record<DiagnosticCode, CodePage>> = {
  ...syntaxPages,
  ...namePages,
  ...typePages,
  ...structurePages,
  ...optionPages,
  ...lintPages,
}

const codes = Object.keys(diagnosticCodes) as DiagnosticCode[]

/** The code that was meant by `e2004`, `E2004` or `error[E2004]`, or null. */
export function findCode(text: string): DiagnosticCode | null {
  const wanted = /[EW]\d{4}/.exec(text.toUpperCase())?.[0] ?? ''
  return codes.find((code) => code === wanted) ?? null
}

export function nearestCode(text: string): DiagnosticCode | null {
  return nearest(text.toUpperCase(), codes) as DiagnosticCode | null
}
