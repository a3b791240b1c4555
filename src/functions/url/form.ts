/** `application/x-www-form-urlencoded`: `%XX` are bytes of UTF-8, `+` is a blank. */

/** Null if the text is not encoded so. */
export function formDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}
