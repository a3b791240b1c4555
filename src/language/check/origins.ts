/** Where the parts of the model were written, for lints: the model itself holds places as text only. */
import type { Span } from '../source.ts'

export class Origins {
  readonly #spans = new Map<object, Span>()
  readonly #fieldSpans = new Map<object, Map<string, Span>>()

  set(part: object, span: Span): void {
    this.#spans.set(part, span)
  }

  /** Of a Source, Table, Column, ParseStep, Condition or Sink of the model. */
  of(part: object): Span | null {
    return this.#spans.get(part) ?? null
  }

  setField(part: object, name: string, span: Span): void {
    const names = this.#fieldSpans.get(part) ?? new Map<string, Span>()
    this.#fieldSpans.set(part, names.set(name, span))
  }

  /** Of a name inside a part: a regex step's group, a sink's partition column. */
  ofField(part: object, name: string): Span | null {
    return this.#fieldSpans.get(part)?.get(name) ?? null
  }
}
