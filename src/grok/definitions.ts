/** Pattern files: one `NAME pattern` a line, `#` begins a comment, as Logstash has them. */
import type { SourceFile, Span } from '../language/source.ts'

export interface GrokDefinition {
  readonly name: string
  readonly pattern: string
  readonly file: SourceFile
  /** Where the pattern stands in its file. */
  readonly start: number
}

export type GrokDefinitions = ReadonlyMap<string, GrokDefinition>

export interface DefinitionFile {
  /** The last of a name counts. */
  readonly definitions: GrokDefinitions
  /** Lines that define nothing. */
  readonly wrong: readonly Span[]
}

export function readDefinitions(file: SourceFile): DefinitionFile {
  const definitions = new Map<string, GrokDefinition>()
  const wrong: Span[] = []
  let start = 0
  for (const line of file.text.split('\n')) {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line
    const found = /^(\w+)[ \t]+(.*)$/.exec(text)
    if (found !== null) {
      const [, name, pattern] = found
      definitions.set(name, { name, pattern, file, start: start + text.length - pattern.length })
    } else if (text.trim() !== '' && !text.trimStart().startsWith('#')) {
      wrong.push({ file, start, end: start + text.length })
    }
    start += line.length + 1
  }
  return { definitions, wrong }
}
