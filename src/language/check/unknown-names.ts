/**
 * One mistake, one message, for names that nothing declares. A name misspelt where it is declared is unknown at each of its uses,
 * and so is one whose declaration is missing: the uses of one name are told together, at the place that is most probably wrong.
 */
import { sortDiagnostics } from '../diagnostic-order.ts'
import type { Diagnostic, RelatedPlace } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { SourceFile } from '../source.ts'
import type { Name } from '../ast.ts'

/** A name that is not there, and where it was looked for: "columns of login", "sources". */
export interface UnknownName {
  readonly name: string
  readonly scope: string
}

export interface Told {
  readonly diagnostic: Diagnostic
  readonly unknown: UnknownName | null
}

/** By scope, what is declared there. */
export type Declared = ReadonlyMap<string, readonly Name[]>

/** Other uses that a message shows. */
const usesShownMax = 3

/** All that was told, the uses of each unknown name as one. `files`: the project, in which spellings are counted. */
export function gatherUnknown(
  told: readonly Told[],
  declared: Declared,
  files: readonly SourceFile[],
): readonly Diagnostic[] {
  const uses = Map.groupBy(
    told.filter(({ unknown }) => unknown !== null),
    ({ unknown }) => `${unknown!.scope}\n${unknown!.name}`,
  )
  const others = told.flatMap(({ diagnostic, unknown }) => (unknown === null ? [diagnostic] : []))
  if (uses.size === 0) return others
  const spellings = countWords(files)
  const gathered = [...uses.values()].map((group) => {
    const { name, scope } = group[0].unknown!
    const candidates = declared.get(scope) ?? []
    const near = nearest(name, new Set(candidates.map(({ text }) => text)))
    const declaration = candidates.find(({ text }) => text === near) ?? null
    const isLonely = declaration !== null && spellings.get(declaration.text) === 1
    const diagnostics = sortDiagnostics(group.map(({ diagnostic }) => diagnostic))
    if (!isLonely) return withOtherUses(diagnostics)
    return (spellings.get(name) ?? 0) > 1
      ? atDeclaration(declaration, name, diagnostics)
      : { ...diagnostics[0], related: [{ span: declaration.span, label: 'declared here' }] }
  })
  return [...others, ...withoutRepeated(gathered, others)]
}

/** The spelling that stands at one place only is the one that is wrong. */
function atDeclaration({ text, span }: Name, used: string, uses: readonly Diagnostic[]): Diagnostic {
  const places = uses.length === 1 ? '' : ` at ${uses.length} places`
  return {
    code: uses[0].code,
    severity: 'error',
    message: `\`${text}\` is probably meant to be \`${used}\``,
    span,
    label: `declared under this name, and used as \`${used}\`${places}`,
    related: uses.slice(0, usesShownMax).map((use) => ({ span: use.span, label: `used as \`${used}\`` })),
    help: `write \`${used}\` here, or \`${text}\` wherever it is used`,
  }
}

function withOtherUses([first, ...others]: readonly Diagnostic[]): Diagnostic {
  if (others.length === 0) return first
  const hidden = others.length - usesShownMax
  const related: readonly RelatedPlace[] = others.slice(0, usesShownMax).map(({ span }, index) => ({
    span,
    label: hidden > 0 && index === usesShownMax - 1 ? `and here, and at ${hidden} more` : 'and here',
  }))
  return { ...first, related: [...(first.related ?? []), ...related] }
}

/** A base's declaration is told once, not for each table that is LIKE it, and not where it is told to be wrong already. */
function withoutRepeated(gathered: readonly Diagnostic[], others: readonly Diagnostic[]): readonly Diagnostic[] {
  const taken = new Set(others.map(placeKey))
  return gathered.filter((diagnostic) => {
    const key = placeKey(diagnostic)
    const isNew = !taken.has(key)
    taken.add(key)
    return isNew
  })
}

function placeKey({ span: { file, start, end } }: Diagnostic): string {
  return `${file.path}:${start}:${end}`
}

function countWords(files: readonly SourceFile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { text } of files) {
    for (const [word] of text.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}
