/**
 * Reads the text in which columns hold ARRAY, MAP and ROW (`types/conversion/nested.ts`). The engine wrote it, so it is JSON in
 * one known form: no white space, a ROW's members all there and in the order of its fields. Formats therefore walk it along the
 * type, without a tree and without looking for errors:
 *
 *     for (let more = cursor.open(); more; more = cursor.next()) …
 */

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c

export class JsonCursor {
  bytes: Uint8Array = new Uint8Array()
  at = 0

  /** Begins at a value that lies at `start`. */
  reset(bytes: Uint8Array, start: number): void {
    this.bytes = bytes
    this.at = start
  }

  /** Whether NULL stands here; it is passed. */
  isNull(): boolean {
    if (this.bytes[this.at] !== 0x6e) return false
    this.at += 4
    return true
  }

  /** Enters an array or an object; false where it has no parts, and is passed. */
  open(): boolean {
    this.at++
    const byte = this.bytes[this.at]
    if (byte !== 0x5d && byte !== 0x7d) return true
    this.at++
    return false
  }

  /** Behind a part: whether another one follows; else the array or object is left. */
  next(): boolean {
    return this.bytes[this.at++] === comma
  }

  /** Passes a member's name and its colon. */
  skipName(): void {
    this.skipString()
    this.at++
  }

  /** Passes a string, quotes included. */
  skipString(): void {
    const { bytes } = this
    let at = this.at + 1
    while (bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1
    this.at = at + 1
  }

  /** Passes any value, arrays and objects whole. */
  skipValue(): void {
    const { bytes } = this
    let depth = 0
    do {
      const byte = bytes[this.at]
      if (byte === quote) this.skipString()
      else if (byte === comma || byte === 0x3a) this.at++
      else if (byte === 0x5b || byte === 0x7b) {
        depth++
        this.at++
      } else if (byte === 0x5d || byte === 0x7d) {
        depth--
        this.at++
      } else this.skipWord()
    } while (depth > 0)
  }

  /** Passes a number, true or false. */
  skipWord(): void {
    const { bytes } = this
    let at = this.at
    for (let byte = bytes[at]; byte !== comma && byte !== 0x5d && byte !== 0x7d; byte = bytes[at]) at++
    this.at = at
  }
}
