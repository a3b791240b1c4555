/** `sluice explain-code E2004`: what a code means, an example that gets it, the same mended. */
import { diagnosticCodes } from '../../language/codes.ts'
import { findCode, nearestCode } from '../../language/codes/index.ts'
import { codePage } from '../../language/codes/reference.ts'
import { ExitCode, UsageError } from '../failure.ts'
import type { Terminal } from '../terminal.ts'

/** Several codes give several pages, none the list of all. */
export async function explainCode(wanted: readonly string[], _options: object, terminal: Terminal): Promise<number> {
  if (wanted.length === 0) {
    terminal.out(
      Object.entries(diagnosticCodes)
        .map(([code, meaning]) => `${code}  ${meaning}\n`)
        .join(''),
    )
    return ExitCode.fine
  }
  const codes = wanted.map((text) => findCode(text) ?? unknown(text))
  terminal.out(codes.map(codePage).join('\n'))
  return ExitCode.fine
}

function unknown(text: string): never {
  const near = nearestCode(text)
  throw new UsageError(
    `no message has the code \`${text}\``,
    near === null
      ? 'without a code, explain-code lists all of them'
      : `did you mean ${near} (${diagnosticCodes[near]})?`,
  )
}
