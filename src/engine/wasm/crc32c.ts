/**
 * Long texts made short without a change to their CRC-32C, by additions (XOR) alone ("Chorba", K. Russell, 2024). The
 * polynomial divides
 *
 *     y^209 + y^144 + y^54 + y^39 + y^14 + 1, where y = x^32, that is four bytes,
 *
 * so four bytes may be left out if they are added to those that follow 65, 155, 170, 195 and 209 times as far behind. (The
 * shortest such sum, found by trying, whose distances are far enough for a processor to have stored what is loaded again.)
 */
const first: i32 = 65 * 4
const second: i32 = 155 * 4
const third: i32 = 170 * 4
const fourth: i32 = 195 * 4
/** `foldDistance` of kernels/wasm.ts. */
const fifth: i32 = 209 * 4

/**
 * Adds to each of the bytes [start, end) what those before leave to them, which are then left out themselves; their number is a
 * multiple of 16. As many bytes as the largest distance stand before `start`: they were left out before, or are zero.
 */
export function foldBytes(start: i32, end: i32): void {
  for (let at = start; at < end; at += 16) {
    const near = v128.xor(v128.load(at), v128.load(at - first))
    const middle = v128.xor(v128.load(at - second), v128.load(at - third))
    const far = v128.xor(v128.load(at - fourth), v128.load(at - fifth))
    v128.store(at, v128.xor(v128.xor(near, middle), far))
  }
}

/** Adds to the bytes from `end` on what those before leave to them. All before are left out then; those from `end` on remain. */
export function foldEnd(end: i32): void {
  addBefore(end, first)
  addBefore(end, second)
  addBefore(end, third)
  addBefore(end, fourth)
  addBefore(end, fifth)
}

function addBefore(end: i32, distance: i32): void {
  for (let at = end; at < end + distance; at += 4) store<i32>(at, load<i32>(at) ^ load<i32>(at - distance))
}
