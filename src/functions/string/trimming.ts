/** Taking characters from the ends of a text. */

export function trimStart(text: string, characters: string): string {
  const taken = new Set(characters)
  let rest = text
  for (const character of text) {
    if (!taken.has(character)) break
    rest = rest.slice(character.length)
  }
  return rest
}

export function trimEnd(text: string, characters: string): string {
  const taken = new Set(characters)
  const all = Array.from(text)
  while (all.length > 0 && taken.has(all[all.length - 1])) all.pop()
  return all.join('')
}
