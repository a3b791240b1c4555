/** A selection: which rows of a chunk are meant, ascending. Stages narrow it; nothing is moved. */
export interface Selection {
  readonly rows: Int32Array
  readonly count: number
}

export function allRows(count: number): Selection {
  const rows = new Int32Array(count)
  for (let row = 0; row < count; row++) rows[row] = row
  return { rows, count }
}
