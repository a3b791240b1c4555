/**
 * Many needles in one pass over each text: the automaton of Aho and Corasick, and in front of it, wherever no needle has begun,
 * a look at 16 places at a time for the first three bytes of any needle (the "Teddy" of Hyperscan: by bucket of needles, which
 * low and which high halves of a byte are possible). `kernels/search-many.ts` lays both out:
 *
 * | words                                                                                                     |
 * | --------------------------------------------------------------------------------------------------------- |
 * | classes, addresses of: class by byte (u8), next cell by state and class, first output by state, outputs,   |
 * | the text in which a needle was last found by needle; needles, 0                                            |
 * | for each of the three bytes 16 + 16 bytes: buckets by its low half, buckets by its high half                |
 *
 * A cell is the next state times classes, doubled; odd where needles end there.
 */
const cellBytes: i32 = 4

/** Texts are numbered, so that a needle is reported once for each. */
let textsSeen: i32 = 0

/**
 * Searches texts `from .. count`, whose addresses and lengths are words at `starts` and `lengths`. For each needle found two words
 * go to `hits`, which has room for `hitsMax` of them: the needle and the text. Stops before a text for which the room may not
 * do (there must be room for all needles). Puts the text to go on with at `progress`, and behind it the number of hits. 17
 * bytes behind a text may be read.
 */
export function findNeedles(
  search: i32,
  starts: i32,
  lengths: i32,
  from: i32,
  count: i32,
  hits: i32,
  hitsMax: i32,
  progress: i32,
): void {
  const needles = load<i32>(search, 24)
  let hit = 0
  let text = from
  for (; text < count && hit + needles <= hitsMax; text++) {
    const start = load<i32>(starts + text * 4)
    hit += findInText(search, start, start + load<i32>(lengths + text * 4), text, hits + hit * 8)
  }
  store<i32>(progress, text)
  store<i32>(progress, hit, 4)
}

function findInText(search: i32, at: i32, end: i32, text: i32, hits: i32): i32 {
  const classOf = load<i32>(search, 4)
  const next = load<i32>(search, 8)
  const visit = ++textsSeen
  let found = 0
  let state = 0
  while (at < end) {
    if (state == 0) {
      at = nextBeginning(search + 32, at, end)
      if (at >= end) break
    }
    const cell = load<i32>(next + (state + load<u8>(classOf + load<u8>(at))) * cellBytes)
    at++
    state = cell >> 1
    if ((cell & 1) != 0) found += report(search, state, visit, text, hits + found * 8)
  }
  return found
}

/** The first place from `at` on where a needle may begin, or some place behind `end`. */
function nextBeginning(masks: i32, at: i32, end: i32): i32 {
  const low = i8x16.splat(0x0f)
  while (at < end) {
    const first = v128.load(at)
    const second = v128.load(at, 1)
    const third = v128.load(at, 2)
    const buckets = v128.and(
      v128.and(
        v128.and(
          i8x16.swizzle(v128.load(masks), v128.and(first, low)),
          i8x16.swizzle(v128.load(masks, 16), i8x16.shr_u(first, 4)),
        ),
        v128.and(
          i8x16.swizzle(v128.load(masks, 32), v128.and(second, low)),
          i8x16.swizzle(v128.load(masks, 48), i8x16.shr_u(second, 4)),
        ),
      ),
      v128.and(
        i8x16.swizzle(v128.load(masks, 64), v128.and(third, low)),
        i8x16.swizzle(v128.load(masks, 80), i8x16.shr_u(third, 4)),
      ),
    )
    const places = i8x16.bitmask(i8x16.ne(buckets, i8x16.splat(0)))
    if (places != 0) return at + ctz(places)
    at += 16
  }
  return at
}

/** Puts the needles that end in the state and were not yet found in this text. Returns how many. */
function report(search: i32, state: i32, visit: i32, text: i32, hits: i32): i32 {
  const firstOutput = load<i32>(search, 12) + (state / load<i32>(search)) * 4
  const outputs = load<i32>(search, 16)
  const lastFound = load<i32>(search, 20)
  const last = load<i32>(firstOutput, 4)
  let count = 0
  for (let k = load<i32>(firstOutput); k < last; k++) {
    const needle = load<i32>(outputs + k * 4)
    if (load<i32>(lastFound + needle * 4) == visit) continue
    store<i32>(lastFound + needle * 4, visit)
    store<i32>(hits + count * 8, needle)
    store<i32>(hits + count * 8, text, 4)
    count++
  }
  return count
}
