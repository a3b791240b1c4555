/** Paths with `[*]`: the scanner gives the value before the first wildcard; what lies behind is collected into an array here. */
import type { JsonPath } from '../../types/json/path.ts'
import { jsonPlaces } from '../../types/json/navigate.ts'
import { jsonText } from '../../types/json/node.ts'
import { parseJson } from '../../types/json/parse.ts'
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import { SliceKind, takeSlices } from '../slices.ts'
import type { Slices } from '../slices.ts'

/** Array slices; missing where the value before the wildcard is no array. */
export function queryWildcard(
  memory: Memory,
  before: Slices,
  path: JsonPath,
  { rows, count }: Selection,
  rowCount: number,
): Slices {
  const behind = path.slice(path.findIndex((step) => step.kind === 'wildcard'))
  const found = takeSlices(memory, rowCount)
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    if (before.kinds[row] !== SliceKind.Array) continue
    const start = before.starts[row]
    const node = parseJson(memory.bytes.toString('utf8', start, start + before.lengths[row]))
    if (node === null) throw new Error('a slice of a document that is no JSON')
    const text = Buffer.from(
      `[${jsonPlaces(node, behind)
        .map((place) => jsonText(place))
        .join(',')}]`,
    )
    const address = memory.take(text.length)
    memory.u8.set(text, address)
    found.starts[row] = address
    found.lengths[row] = text.length
    found.kinds[row] = SliceKind.Array
  }
  return found
}
