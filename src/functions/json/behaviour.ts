/** What stands behind ON EMPTY and ON ERROR: the checker hands it to the function as constants. */
import { Failure, type Value } from '../../types/value.ts'

export const nothingThere = new Failure('nothing stands at the path')
export const noScalar = new Failure('no text, number or boolean of the type stands at the path')
export const notJson = new Failure('not JSON')

/** The constant's name of a behaviour, as the syntax tree has it. */
export function outcomeOf(behaviour: Value | undefined, value: Value | undefined, failure: Failure): Value | Failure {
  switch (behaviour) {
    case 'error':
      return failure
    case 'default':
      return value ?? null
    case 'empty-array':
      return '[]'
    case 'empty-object':
      return '{}'
    case 'true':
      return true
    case 'false':
      return false
    default:
      return null
  }
}
