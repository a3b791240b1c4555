/** Logs whose fields stand between tabs: one definition out of a list of fields. */

/**
 * `NUMBER timestamp` is `%{NUMBER:timestamp}`; a `?` behind the pattern's name lets `-` stand for none, `(empty)` the text
 * `(empty)`, both `(empty)?`.
 */
export function tabbed(name: string, fields: string): string {
  const parts = fields
    .trim()
    .split('\n')
    .map((line) => part(line.trim()))
  return `${name} ${parts.join('\\t')}`
}

function part(line: string): string {
  const [pattern, field] = line.split(' ')
  const found = /^(\w+)(\(empty\))?(\?)?$/.exec(pattern)
  if (found === null) throw new Error(`no field of a tabbed log: ${line}`)
  const [, name, empty, dash] = found
  const none = [...(dash === undefined ? [] : ['-']), ...(empty === undefined ? [] : ['\\(empty\\)'])]
  const capture = `%{${name}:${field}}`
  return none.length === 0 ? capture : `(?:${[...none, capture].join('|')})`
}
