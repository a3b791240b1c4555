/**
 * Regexes that need no second thought: anchored patterns of which each byte of a text tells where to go on, run as an automaton
 * that notes where groups begin and end as it goes (RE2's "one-pass"). `kernels/regex-one-pass.ts` finds and lays them out:
 *
 * | what    | words                                                                                                        |
 * | ------- | ------------------------------------------------------------------------------------------------------------ |
 * | program | groups, 1 if a match goes to the end of the text, addresses of states, of tables, of edges                    |
 * | state   | actions where a match may end here or -1, 1 if it has a loop, -1 if the loop takes beyond ASCII, 0;            |
 * |         | 16 bytes: which bytes of ASCII the loop takes: by the low half of a byte a bit for each high half              |
 * | table   | by state, 256 halves of words: the edge that the byte takes, 0: none                                          |
 * | edge    | state, actions or 0                                                                                          |
 * | actions | count, for each: twice the group, and 1 more at its end                                                       |
 */

/** Outcomes: no match, a match, and what only the general engine knows. */
const noMatch: u8 = 0
const match: u8 = 1
const unsure: u8 = 2

const stateBytes: i32 = 32
const tableBytes: i32 = 512
const edgeBytes: i32 = 8

/** Leads of characters beyond the Basic Multilingual Plane, for which the general engine has rules of its own. */
const beyondPlane: u8 = 0xf0

/**
 * Matches `count` texts, valid UTF-8, each two words at `texts`: address and length. For each a byte goes to `outcomes`, and where
 * it matches two words for each group to `captures`: addresses of its beginning and end, or -1. 15 bytes behind a text may be
 * read.
 */
export function matchTexts(program: i32, texts: i32, count: i32, outcomes: i32, captures: i32): void {
  const capturesBytes = load<i32>(program) * 8
  for (let k = 0; k < count; k++, texts += 8, captures += capturesBytes) {
    memory.fill(captures, 0xff, capturesBytes)
    const start = load<i32>(texts)
    store<u8>(outcomes + k, matchText(program, start, start + load<i32>(texts, 4), captures))
  }
}

function matchText(program: i32, at: i32, end: i32, captures: i32): u8 {
  const toEnd = load<i32>(program, 4) != 0
  const states = load<i32>(program, 8)
  const tables = load<i32>(program, 12)
  const edges = load<i32>(program, 16)
  let number = 0
  let state = states
  let mayHaveEnded = false
  while (true) {
    if (load<i32>(state, 4) != 0) at = loopEnd(state, at, end)
    if (at == end) break
    const byte = load<u8>(at)
    if (byte >= beyondPlane) return unsure
    const edge = <i32>load<u16>(tables + number * tableBytes + <i32>byte * 2)
    if (edge == 0) break
    if (load<i32>(state) >= 0) mayHaveEnded = true
    const actions = load<i32>(edges + edge * edgeBytes, 4)
    if (actions != 0) act(actions, at, captures)
    number = load<i32>(edges + edge * edgeBytes)
    state = states + number * stateBytes
    at++
  }
  const ending = load<i32>(state)
  if (ending >= 0 && (at == end || !toEnd)) {
    act(ending, at, captures)
    return match
  }
  return mayHaveEnded && !toEnd ? unsure : noMatch
}

function act(actions: i32, at: i32, captures: i32): void {
  const last = actions + load<i32>(actions) * 4
  for (; actions < last; actions += 4) store<i32>(captures + load<i32>(actions, 4) * 4, at)
}

/** Over the bytes that the state's loop takes, to the first other one, or `end`. */
function loopEnd(state: i32, at: i32, end: i32): i32 {
  const bitsOfLow = v128.load(state, 16)
  const bitOfHigh = v128(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0)
  const takesBeyondAscii = i8x16.splat(<i8>load<i32>(state, 8))
  while (at < end) {
    const bytes = v128.load(at)
    const bits = v128.and(
      i8x16.swizzle(bitsOfLow, v128.and(bytes, i8x16.splat(0x0f))),
      i8x16.swizzle(bitOfHigh, i8x16.shr_u(bytes, 4)),
    )
    const beyondAscii = v128.and(i8x16.lt_s(bytes, i8x16.splat(0)), i8x16.lt_u(bytes, i8x16.splat(<i8>beyondPlane)))
    const taken = v128.or(bits, v128.and(beyondAscii, takesBeyondAscii))
    const others = i8x16.bitmask(i8x16.eq(taken, i8x16.splat(0)))
    if (others != 0) {
      at += ctz(others)
      return at < end ? at : end
    }
    at += 16
  }
  return end
}
