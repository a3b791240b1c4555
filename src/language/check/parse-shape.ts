/** What parse steps give: fields and documents, known when compiling. */
import type { ParseStep, StepInput } from '../../model/model.ts'
import type { JsonPath } from '../../types/json/path.ts'
import type { Span } from '../source.ts'
import { didYouMean } from './nearest.ts'
import type { Reporter } from './reporter.ts'

/** What is there after all steps. */
export interface ParseShape {
  readonly steps: readonly ParseStep[]
  /** Where each field of REGEX and CSV steps, and each ordinality, is named. */
  readonly fields: ReadonlyMap<string, Span>
  /** By number: the name by which `OF` calls each document, the argument of its step. */
  readonly documents: readonly string[]
  /** Of documents whose places are known when compiling (GROK): all of them. */
  readonly places: ReadonlyMap<number, readonly (readonly string[])[]>
  /** A step could not be understood: a name that is not there may be its. */
  readonly incomplete: boolean
}

/** A shape while steps are added to it. */
export interface Building extends ParseShape {
  readonly steps: ParseStep[]
  readonly fields: Map<string, Span>
  readonly documents: string[]
  readonly places: Map<number, readonly (readonly string[])[]>
  /** By the name that `… AS name` gives to an argument. */
  readonly arguments: Map<string, StepInput>
  incomplete: boolean
}

export function emptyShape(): Building {
  return {
    steps: [],
    fields: new Map(),
    documents: [],
    places: new Map(),
    arguments: new Map(),
    incomplete: false,
  }
}

export function addField(name: string, span: Span, shape: Building, report: Reporter): void {
  const first = shape.fields.get(name)
  if (first === undefined) {
    shape.fields.set(name, span)
    return
  }
  report.error('E2011', span, `the field \`${name}\` is given twice`, {
    label: 'given here again',
    related: [{ span: first, label: 'first given here' }],
    help: 'give one of the two another name; a CSV step names its fields by COLUMNS (…)',
  })
}

/** Reports a path that leads to nothing that the patterns of a GROK step capture; true where it leads somewhere. */
export function leadsSomewhere(
  document: number,
  path: JsonPath,
  span: Span,
  shape: ParseShape,
  report: Reporter,
): boolean {
  const places = shape.places.get(document)
  if (places === undefined || shape.incomplete) return true
  if (places.some((place) => meets(path, place))) return true
  const written = path.map((step) => (step.kind === 'member' ? step.name : '*')).join('.')
  const names = places.map((place) => place.join('.'))
  report.error('E2007', span, `the GROK step captures no \`${written}\``, {
    label: 'always missing',
    help: didYouMean(written, names) ?? `it captures ${names.length === 0 ? 'nothing' : names.slice(0, 12).join(', ')}`,
  })
  return false
}

/** Whether a path leads to a place, or to an object that holds it. */
function meets(path: JsonPath, place: readonly string[]): boolean {
  if (path.length > place.length) return false
  return path.every((step, i) => step.kind === 'member' && step.name === place[i])
}
