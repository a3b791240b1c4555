/** `${env:NAME}`, `${env:NAME:-default}` and `${file:/path}` inside option values, replaced at run time; `$${` is a literal `${`. */

export interface ReferenceWorld {
  /** Undefined where it is unset. */
  readonly env: (name: string) => string | undefined
  /** May throw; the message is shown. One line break at the end of the file is cut. */
  readonly readFile: (path: string) => string
}

export type ResolvedText =
  | {
      readonly ok: true
      readonly text: string
      /** It holds what `${file:…}` gave: shown nowhere. */ readonly secret: boolean
    }
  | { readonly ok: false; readonly message: string }

interface Reference {
  readonly kind: 'env' | 'file'
  readonly name: string
  readonly fallback: string | undefined
}

const token = /\$\$\{|\$\{([^}]*)\}?/g

/** Whether a value is known only at run time. */
export function hasReferences(text: string): boolean {
  return [...text.matchAll(token)].some((match) => match[0] !== '$${')
}

/** What is wrong with the references of a text as it is written, each with its place in it. */
export function referenceMistakes(text: string): readonly { start: number; end: number; message: string }[] {
  return [...text.matchAll(token)].flatMap((match) => {
    if (match[0] === '$${' || (match[0].endsWith('}') && readReference(match[1]) !== null)) return []
    return [{ start: match.index, end: match.index + match[0].length, message: malformed(match[0]) }]
  })
}

/** Replaces all references. Not recursive: what a variable holds is taken as it is. */
export function resolveReferences(text: string, world: ReferenceWorld): ResolvedText {
  const pieces: string[] = []
  let end = 0
  let secret = false
  for (const match of text.matchAll(token)) {
    pieces.push(text.slice(end, match.index))
    end = match.index + match[0].length
    if (match[0] === '$${') {
      pieces.push('${')
      continue
    }
    const reference = match[0].endsWith('}') ? readReference(match[1]) : null
    if (reference === null) return { ok: false, message: malformed(match[0]) }
    const value = valueOf(reference, world)
    if (!value.ok) return value
    secret ||= reference.kind === 'file'
    pieces.push(value.text)
  }
  pieces.push(text.slice(end))
  return { ok: true, text: pieces.join(''), secret }
}

function readReference(inside: string): Reference | null {
  const env = /^env:([A-Za-z_][A-Za-z0-9_]*)(?::-([^]*))?$/.exec(inside)
  if (env !== null) return { kind: 'env', name: env[1], fallback: env[2] }
  const file = /^file:([^]+)$/.exec(inside)
  return file === null ? null : { kind: 'file', name: file[1], fallback: undefined }
}

function valueOf(
  { kind, name, fallback }: Reference,
  world: ReferenceWorld,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string } {
  if (kind === 'env') {
    const text = world.env(name) ?? fallback
    return text === undefined ? { ok: false, message: `environment variable ${name} is not set` } : { ok: true, text }
  }
  try {
    return { ok: true, text: world.readFile(name).replace(/\r?\n$/, '') }
  } catch (error) {
    return { ok: false, message: `cannot read ${name}: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function malformed(reference: string): string {
  return `\`${reference}\` is no reference: write \${env:NAME}, \${env:NAME:-default} or \${file:/path}, and $\${ for a literal \${`
}
