/** What every kernel over texts takes: one place in the memory per row. Slices and BytesColumns are Texts. */
export interface Texts {
  /** Addresses in the engine's memory (`memory.u8`). */
  readonly starts: Uint32Array
  /** In bytes. */
  readonly lengths: Uint32Array
}

/** Names a row that a kernel could not do, and why. The kernel goes on with the next row. */
export type ReportRow = (row: number, message: string) => void
