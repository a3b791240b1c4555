/** Hive's masks: letters and digits of a part of a text become `X`, `x` and `n`. */
import type { FunctionDefinition, FunctionExample } from '../definition.ts'

export interface MaskCharacters {
  readonly upper: string
  readonly lower: string
  readonly digit: string
}

export const usualMask: MaskCharacters = { upper: 'X', lower: 'x', digit: 'n' }

const upper = /\p{Lu}/u
const lower = /\p{Ll}/u
const digit = /\p{Nd}/u

export function maskedCharacter(character: string, mask: MaskCharacters): string {
  if (upper.test(character)) return mask.upper
  if (lower.test(character)) return mask.lower
  return digit.test(character) ? mask.digit : character
}

interface PartMask {
  readonly name: string
  readonly description: string
  readonly examples: readonly FunctionExample[]
  /** Whether the character at `index` of `length` is masked. */
  readonly masks: (index: number, length: number, count: number) => boolean
}

/** `mask_first_n(text[, count])` and its kin: the count is 4 unless given. */
export function partMask({ masks, ...entry }: PartMask): FunctionDefinition {
  return {
    ...entry,
    aliases: [],
    family: 'hash',
    signatures: [
      {
        parameters: [
          { name: 'text', accepts: 'STRING' },
          { name: 'count', accepts: 'INT', optional: true },
        ],
        result: { kind: 'STRING' },
      },
    ],
    nulls: 'propagate',
    canFail: false,
    flink: `none; Hive's ${entry.name.toUpperCase()}`,
    bind:
      () =>
      (text, count = 4) => {
        const characters = Array.from(text as string)
        return characters
          .map((character, index) =>
            masks(index, characters.length, Math.max(count as number, 0))
              ? maskedCharacter(character, usualMask)
              : character,
          )
          .join('')
      },
  }
}
