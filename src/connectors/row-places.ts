/** Which encoded row is which: from rows to their places in the selection that was encoded. */
import type { Selection } from '../engine/selection.ts'

/** places[row] = k for the k-th selected row; others hold anything. Uses `places` again where it is large enough. */
export function placesOf(
  selection: Selection,
  rowCount: number,
  places: Int32Array<ArrayBuffer>,
): Int32Array<ArrayBuffer> {
  const result = places.length >= rowCount ? places : new Int32Array(rowCount)
  for (let k = 0; k < selection.count; k++) result[selection.rows[k]] = k
  return result
}
