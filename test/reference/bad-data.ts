/** Bad data, thrown: what the engine keeps as a value per row the reference may raise, one record being all it looks at. */
export class BadData extends Error {
  /** UDF: a function of the author's own raised it; else the clause says what it is. */
  readonly code: 'UDF' | null
  constructor(message: string, code: 'UDF' | null = null) {
    super(message)
    this.code = code
  }
}

export function fail(message: string): never {
  throw new BadData(message)
}

/** In a function of the author's own. */
export function failInFunction(message: string): never {
  throw new BadData(message, 'UDF')
}

/** What `compute` gives, or what `otherwise` makes of bad data; bugs pass. */
export function attempt<T, U>(compute: () => T, otherwise: (error: BadData) => U): T | U {
  try {
    return compute()
  } catch (error) {
    if (error instanceof BadData) return otherwise(error)
    throw error
  }
}
