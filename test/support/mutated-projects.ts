/** The programs whose mutations measure how well mistakes are told. */
import { globSync, readFileSync } from 'node:fs'
import type { SourceFile } from '../../src/language/source.ts'
import { mutationsOf, type Mutation } from './mutations.ts'

const root = new URL('../../', import.meta.url).pathname

const projects: readonly (readonly SourceFile[])[] = [
  ['test/golden/model/language-example/input.sql'],
  ['test/golden/model/like/input.sql'],
  ['schemas/init/login.sql'],
  globSync('schemas/quickstart/*.sql', { cwd: root }).toSorted(),
].map((paths) => paths.map((path) => ({ path, text: readFileSync(root + path, 'utf8') })))

export interface MutatedProject {
  readonly files: readonly SourceFile[]
  /** The one that is mutated. */
  readonly file: SourceFile
  readonly mutation: Mutation
}

/** Every mutation of every file of every program. */
export const mutatedProjects: readonly MutatedProject[] = projects.flatMap((files) =>
  files.flatMap((file) => mutationsOf(file.text).map((mutation) => ({ files, file, mutation }))),
)

/** Some, as many as asked for, at even distances; all with `MUTATIONS=all`. */
export function someOf<T>(all: readonly T[], count: number): readonly T[] {
  const stride = process.env['MUTATIONS'] === 'all' ? 1 : Math.max(1, Math.floor(all.length / count))
  return all.filter((_, index) => index % stride === 0)
}
