/** Finds the places of a path in a JSON tree. Nothing is unwrapped; what is out of range is missing. */
import type { JsonNode } from './node.ts'
import type { JsonPath } from './path.ts'

/** The place of a path without wildcards, or null. */
export function jsonAt(node: JsonNode, path: JsonPath): JsonNode | null {
  return jsonPlaces(node, path)[0] ?? null
}

/** All places of a path, in the document's order: one at most without wildcards. */
export function jsonPlaces(node: JsonNode, path: JsonPath): readonly JsonNode[] {
  let places: readonly JsonNode[] = [node]
  for (const step of path) {
    places = places.flatMap((place): readonly JsonNode[] => {
      if (step.kind === 'member') {
        if (place.kind !== 'object') return []
        const member = place.members.find(({ name }) => name === step.name)
        return member === undefined ? [] : [member.value]
      }
      if (place.kind !== 'array') return []
      if (step.kind === 'wildcard') return place.elements
      const index = step.kind === 'last' ? place.elements.length - 1 : step.index
      return index >= 0 && index < place.elements.length ? [place.elements[index]] : []
    })
  }
  return places
}
