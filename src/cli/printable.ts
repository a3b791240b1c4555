/** Data must not steer the terminal: control characters as `\x1b`. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- exactly the control characters
  return text.replaceAll(/[\u0000-\u0008\u000A-\u001F\u007F-\u009F]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}
