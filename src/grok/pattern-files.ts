/** Where the users' patterns come from. Reading is given from outside: the compiler itself touches no files. */
import type { SourceFile } from '../language/source.ts'

export type PatternFiles =
  { readonly files: readonly SourceFile[]; readonly problem: null } | { readonly files: null; readonly problem: string }

/** The file at a path, or all files of a folder by name; `from` is the file in which the path is written. */
export type ReadPatterns = (path: string, from: SourceFile) => PatternFiles

export const readNoPatterns: ReadPatterns = () => ({ files: null, problem: 'pattern files cannot be read here' })
