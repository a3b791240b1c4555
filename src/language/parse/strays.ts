/** Statements that were cut in two: by a `;` too early, or by a CREATE that stands behind what is created. */
import type { IToken } from '../../../grammar/chevrotain.ts'
import { keywords as k } from '../../../grammar/tokens.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { SourceFile } from '../source.ts'
import type { Cut } from './cut.ts'
import { swapMistake } from './edits.ts'
import { isReadable } from './tree.ts'

/** Begin a statement, or say what CREATE creates. */
const objects = [k.SOURCE, k.STREAMING, k.ABSTRACT, k.SINK, k.FUNCTION]
const beginnings = [k.CREATE, k.SET, k.TEST]

/** Pairs of pieces that read as one statement are joined; what is wrong with the `;` of the rest is told. */
export function joinStrays(
  file: SourceFile,
  cuts: readonly Cut[],
  report: (diagnostic: Diagnostic) => void,
): readonly (readonly IToken[])[] {
  const statements: (readonly IToken[])[] = []
  let pending: Diagnostic | null = null
  for (let index = 0; index < cuts.length; index++) {
    const [cut, next] = [cuts[index], cuts[index + 1]]
    const joined = next === undefined ? null : (earlySemicolon(file, cut, next) ?? createBehind(file, cut, next))
    if (joined === null) {
      if (pending !== null) report(pending)
      statements.push(cut.tokens)
      pending = cut.mistake
      continue
    }
    // The `;` that is missing before a CREATE, or behind what was cut off, is the one that stands in the wrong place.
    const isMissingBefore = pending !== null && cut.tokens.length === 2
    if (pending !== null && !isMissingBefore) report(pending)
    report(joined.mistake)
    statements.push(joined.tokens)
    pending = null
    index++
  }
  if (pending !== null) report(pending)
  return statements
}

interface Joined {
  readonly tokens: readonly IToken[]
  readonly mistake: Diagnostic
}

function earlySemicolon(file: SourceFile, { tokens, semicolon }: Cut, next: Cut): Joined | null {
  if (semicolon === null || beginnings.includes(next.tokens[0].tokenType)) return null
  const joined = [...tokens.slice(0, -1), ...next.tokens]
  if (!isReadable(joined)) return null
  const { startOffset: start } = semicolon
  const mistake: Diagnostic = {
    code: 'E1001',
    severity: 'error',
    message: 'the statement goes on behind this `;`',
    span: { file, start, end: start + 1 },
    label: 'ends it too early',
    help: 'leave it out, or move it to the end',
  }
  return { tokens: joined, mistake }
}

/** `SOURCE CREATE name …`: a CREATE always begins a statement. */
function createBehind(file: SourceFile, { tokens }: Cut, next: Cut): Joined | null {
  const [object] = tokens
  const [create] = next.tokens
  if (tokens.length !== 2 || !objects.includes(object.tokenType) || create.tokenType !== k.CREATE) return null
  return { tokens: [create, object, ...next.tokens.slice(1)], mistake: swapMistake(file, object, create) }
}
