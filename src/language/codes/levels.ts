/** Which codes are lints, and how grave each of them is unless the project says otherwise. */
import { diagnosticCodes, type DiagnosticCode } from '../codes.ts'

export const lintLevels = ['error', 'warning', 'off'] as const
export type LintLevel = (typeof lintLevels)[number]

export const lintCodes = (Object.keys(diagnosticCodes) as DiagnosticCode[]).filter((code) => code.startsWith('W'))

/** Said only where it is asked for: whole projects would get them. */
const offByDefault: ReadonlySet<string> = new Set(['W2009'])

export function isLintCode(text: string): boolean {
  return (lintCodes as readonly string[]).includes(text)
}

export function defaultLintLevel(code: DiagnosticCode): LintLevel {
  return offByDefault.has(code) ? 'off' : 'warning'
}
