/** What every part of the checker works with. */
import type { ReadPatterns } from '../../grok/pattern-files.ts'
import type { Settings } from '../../model/model.ts'
import type { Catalog } from './catalog.ts'
import type { FunctionCatalog } from './expressions/bound.ts'
import type { Origins } from './origins.ts'
import type { Reporter } from './reporter.ts'

export interface Context {
  readonly catalog: Catalog
  readonly settings: Settings
  readonly functions: FunctionCatalog
  readonly origins: Origins
  readonly report: Reporter
  readonly readPatterns: ReadPatterns
}
