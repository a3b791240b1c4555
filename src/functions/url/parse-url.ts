import { type UrlPart, queryParameter, urlPart, urlParts } from './reference.ts'
import type { Value } from '../../types/value.ts'
import type { FunctionDefinition } from '../definition.ts'

function partProblem(part: Value): string | null {
  return (urlParts as readonly Value[]).includes(part) ? null : `the part is one of ${urlParts.join(', ')}`
}

export const parseUrl: FunctionDefinition = {
  name: 'parse_url',
  aliases: [],
  family: 'url',
  description:
    'A part of a URL, as written: HOST, PATH, QUERY, REF, PROTOCOL, AUTHORITY, FILE or USERINFO; of QUERY also one parameter. NULL if it is not there. Relative references, as access logs have them, will do.',
  signatures: [
    {
      parameters: [
        { name: 'url', accepts: 'STRING' },
        { name: 'part', accepts: 'STRING', constant: { validate: partProblem } },
        { name: 'key', accepts: 'STRING', optional: true },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'PARSE_URL',
  differs:
    'takes any scheme, and relative references, where Flink gives NULL for what java.net.URL does not know (http, https, ftp, file, jar)',
  examples: [
    { expression: "parse_url('https://u@a.com:8080/p/q?x=1&y=2#top', 'HOST')", result: "'a.com'" },
    { expression: "parse_url('/p/q?x=1&y=2', 'QUERY', 'y')", result: "'2'" },
    { expression: "parse_url('/p/q?x=1', 'PATH')", result: "'/p/q'" },
    { expression: "parse_url('/p/q', 'QUERY')", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const part = constants[1] as UrlPart
    return (url, _, key) => {
      const value = urlPart(url as string, part)
      if (key === undefined || value === null) return value
      return part === 'QUERY' ? queryParameter(value, key as string) : null
    }
  },
}
