/** Mistakes as hands make them: a token of a right program dropped, swapped with the next, or misspelt. */
import { tokenize } from '../../grammar/tokens.ts'

export interface Mutation {
  readonly kind: 'drop' | 'swap' | 'misspell'
  readonly text: string
  /** Where a caret is on the mistake. */
  readonly start: number
  readonly end: number
  /** What was done, for people: "drop `,`". */
  readonly description: string
}

/** All of them, in the order of their places; `misspell` only of words. */
export function mutationsOf(text: string): readonly Mutation[] {
  const tokens = tokenize(text).tokens.map(({ image, startOffset }) => ({
    image,
    start: startOffset,
    end: startOffset + image.length,
  }))
  return tokens.flatMap(({ image, start, end }, index) => {
    const previous = tokens[index - 1]
    const next = tokens[index + 1]
    const mutations: Mutation[] = []
    const cut = text.slice(0, start) + text.slice(end)
    mutations.push({
      kind: 'drop',
      text: cut,
      start: previous?.end ?? 0,
      end: next === undefined ? cut.length : next.end - image.length,
      description: `drop \`${image}\``,
    })
    if (next !== undefined && next.image !== image) {
      const gap = text.slice(end, next.start)
      mutations.push({
        kind: 'swap',
        text: text.slice(0, start) + next.image + gap + image + text.slice(next.end),
        start,
        end: next.end,
        description: `swap \`${image}\` and \`${next.image}\``,
      })
    }
    const misspelt = misspell(image)
    if (misspelt !== null) {
      mutations.push({
        kind: 'misspell',
        text: text.slice(0, start) + misspelt + text.slice(end),
        start,
        end: start + misspelt.length,
        description: `\`${misspelt}\` for \`${image}\``,
      })
    }
    return mutations
  })
}

/** Two letters in the middle swapped, or one doubled where they are equal. */
function misspell(word: string): string | null {
  if (!/^[A-Za-z_]{3,}\w*$/.test(word)) return null
  const middle = Math.floor(word.length / 2)
  const [a, b] = [word[middle - 1], word[middle]]
  return word.slice(0, middle - 1) + (a === b ? a + a + a : b + a) + word.slice(middle + 1)
}
