/** Expanded patterns again: groups that nobody reads cost time, and are made plain ones. */
import { groupPrefix } from './expand.ts'
import { pieceAt } from './pieces.ts'

/** The regex of an expansion with the groups of the given numbers only. */
export function keepGroups(regex: string, kept: ReadonlySet<number>): string {
  let result = ''
  for (let start = 0; start < regex.length;) {
    const { piece, end } = pieceAt(regex, start)
    const isDropped = piece.kind === 'named-group' && !kept.has(groupNumber(piece.field))
    result += isDropped ? '(?:' : regex.slice(start, end)
    start = end
  }
  return result
}

export function groupNumber(name: string): number {
  return Number(name.slice(groupPrefix.length))
}
