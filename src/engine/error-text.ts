/** The texts of a row error: a message of bounded length, and its class, which has no data in it and so can be grouped by. */

const valueCharactersMax = 200
const messageCharactersMax = 1_000

/** A value as messages show it: quoted, cut after 200 characters. */
export function quotedValue(text: string): string {
  return `'${shortened(text, valueCharactersMax)}'`
}

export function boundedMessage(message: string): string {
  return shortened(message, messageCharactersMax)
}

function shortened(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text
  const end = isHighSurrogate(text.charCodeAt(charactersMax - 1)) ? charactersMax - 1 : charactersMax
  return `${text.slice(0, end)}…`
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

/** Types such as DECIMAL(18, 2), whose digits are no data; or a number, which is. */
const typeOrNumber = /([A-Z_]+\(\d+(?:, ?\d+)?\))|(?<![\w-])-?\d+(?:\.\d+)?/g

/** What stands between the first and the last quote is data, and so are numbers. */
export function errorClass(message: string): string {
  const first = message.indexOf("'")
  const last = message.lastIndexOf("'")
  const unquoted = first < last ? `${message.slice(0, first)}…${message.slice(last + 1)}` : message
  return unquoted.replace(typeOrNumber, (_, type: string | undefined) => type ?? 'N')
}
