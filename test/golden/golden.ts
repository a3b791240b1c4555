/** Golden cases: a folder of folders, each an input and what comes of it. `UPDATE_GOLDEN=1` writes what came; the diff is the review. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

export interface GoldenCase {
  readonly name: string
  /** Reads a file of the case. */
  read(file: string): string
  /** Fails unless the file holds exactly this text; with UPDATE_GOLDEN=1 writes it instead. */
  expect(file: string, actual: string): void
}

/** The cases of `test/golden/<area>/`, by name. */
export function goldenCases(area: string): readonly GoldenCase[] {
  return readdirSync(new URL(`${area}/`, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => goldenCase(area, name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

export function goldenCase(area: string, name: string): GoldenCase {
  const locate = (file: string): URL => new URL(`${area}/${name}/${file}`, import.meta.url)
  return {
    name,
    read: (file) => readFileSync(locate(file), 'utf8'),
    expect(file, actual) {
      const path = locate(file)
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, actual)
      else assert.equal(actual, existsSync(path) ? readFileSync(path, 'utf8') : '')
    },
  }
}
