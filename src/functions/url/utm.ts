import { queryParameter, urlPart } from './reference.ts'
import { formDecoded } from './form.ts'
import { oneOf } from '../one-of.ts'
import type { FunctionDefinition } from '../definition.ts'

const parts = ['source', 'medium', 'campaign', 'term', 'content', 'id']

export const utm: FunctionDefinition = {
  name: 'utm',
  aliases: [],
  family: 'url',
  description:
    'What a URL says about where a visitor came from: its parameter `utm_source`, `utm_medium`, `utm_campaign`, `utm_term`, `utm_content` or `utm_id`, decoded; as written where it is not URL-encoded. NULL if it is not there or empty.',
  signatures: [
    {
      parameters: [
        { name: 'url', accepts: 'STRING' },
        {
          name: 'part',
          accepts: 'STRING',
          constant: { validate: oneOf('the part', parts) },
        },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'none',
  examples: [
    {
      expression: "utm('https://a.com/?utm_source=news&utm_campaign=Black%20Friday', 'campaign')",
      result: "'Black Friday'",
    },
    { expression: "utm('/p?utm_source=a+b#top', 'source')", result: "'a b'" },
    { expression: "utm('/p?utm_source=50%off', 'source')", result: "'50%off'" },
    { expression: "utm('/p?utm_source=a', 'medium')", result: 'NULL' },
    { expression: "utm(CAST(NULL AS STRING), 'source')", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const name = `utm_${constants[1] as string}`
    return (url) => {
      const written = queryParameter(urlPart(url as string, 'QUERY') ?? '', name)
      return written === null || written === '' ? null : (formDecoded(written) ?? written)
    }
  },
}
