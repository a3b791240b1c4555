/** Secrets that are written into a program: they are shown nowhere, not in the lines under a message and not in the message. */
import { isSecretOption, redactUrls } from './secret-options.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { SourceFile } from './source.ts'

/** Offsets into the text; the end is exclusive. */
export interface Secret {
  readonly start: number
  readonly end: number
}

/**
 * A text behind an option's key, the `=` between them or forgotten. Neither needs all of its quotes: where one is missing before,
 * every later one opens what it should close.
 */
const option = /([\w.-]{1,100})'\s{0,9}=?\s{0,9}(?:'((?:[^']|'')*)|\$\$([^]*?)(?:\$\$|$))/g

const reference = /(\$\{[^}]*\})/

const secretsOfFiles = new WeakMap<SourceFile, readonly Secret[]>()

/**
 * The values of secret options, and the user parts of URLs, in order. Found in the text and not in the tree, since they must not be
 * shown where the program does not parse either. References such as `${env:NAME}` are no secrets.
 */
export function secretsIn(file: SourceFile): readonly Secret[] {
  const known = secretsOfFiles.get(file)
  if (known !== undefined) return known
  const secrets = [...valuesOf(file.text), ...userParts(file.text)].toSorted((a, b) => a.start - b.start)
  secretsOfFiles.set(file, secrets)
  return secrets
}

function valuesOf(text: string): readonly Secret[] {
  return [...text.matchAll(option)].flatMap((match) => {
    const value = match[2] ?? match[3] ?? ''
    if (!isSecretOption(match[1])) return []
    let end = match.index + match[0].lastIndexOf(value)
    const parts = value.split(reference).map((part) => ({ start: end, end: (end += part.length), part }))
    return parts.filter(({ part }) => part !== '' && !reference.test(part))
  })
}

function userParts(text: string): readonly Secret[] {
  return [...text.matchAll(/:\/\/[^\s']{0,2000}@/g)].map(({ index, 0: part }) => ({
    start: index + 3,
    end: index + part.length - 1,
  }))
}

/** A piece of the text, `***` in place of what of it is secret. */
export function masked(text: string, from: number, to: number, secrets: readonly Secret[]): string {
  let shown = ''
  let at = from
  for (const { start, end } of secrets) {
    if (end <= at || start >= to) continue
    shown += `${text.slice(at, Math.max(at, start))}***`
    at = Math.min(end, to)
  }
  return shown + text.slice(at, to)
}

/** A message that quotes what could not be read, without the secrets of its file. */
export function withoutSecrets(diagnostic: Diagnostic): Diagnostic {
  const { file } = diagnostic.span
  const values = secretsIn(file).map(({ start, end }) => file.text.slice(start, end))
  if (values.length === 0) return diagnostic
  const clean = (text: string): string => {
    // A long text is quoted by its beginning.
    const cut = values.reduce(
      (rest, value) => rest.replaceAll(value, '***').replaceAll(`${value.slice(0, 28)}…`, '***…'),
      text,
    )
    return redactUrls(cut)
  }
  const { message, label, help } = diagnostic
  return {
    ...diagnostic,
    message: clean(message),
    ...(label === undefined ? {} : { label: clean(label) }),
    ...(help === undefined ? {} : { help: clean(help) }),
  }
}
