/** Copies a text, with a 0 byte behind it. Up to 15 bytes more are read, and overwritten: texts are put one after the other. */
export function copyText(from: i32, length: i32, to: i32): void {
  const end = to + length
  for (let at = to; at < end; at += 16, from += 16) v128.store(at, v128.load(from))
  store<u8>(end, 0)
}
