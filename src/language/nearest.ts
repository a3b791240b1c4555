/** The name that was probably meant. */

/** Longer words are no names that hands write; comparing two takes the product of their lengths. */
const lengthMax = 200

/**
 * The candidate nearest to a word, or null where none is near: at most one edit in three letters, case aside.
 * Edits are those of typing: a letter more, less or another, or two neighbours swapped (optimal string alignment,
 * https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance). Of equally near ones the first counts.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  if (word.length > lengthMax) return null
  const lower = word.toLowerCase()
  let best: string | null = null
  let bestDistance = Math.floor(word.length / 3) + 1
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) >= bestDistance) continue
    const distance = editDistance(lower, candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let twoBack: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const substituted = previous[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1)
      current[column] = Math.min(substituted, previous[column] + 1, current[column - 1] + 1)
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) current[column] = Math.min(current[column], twoBack[column - 2] + 1)
    }
    twoBack = previous
    previous = current
  }
  return previous[b.length]
}
