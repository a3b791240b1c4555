import type { FunctionDefinition } from '../definition.ts'

export const translate: FunctionDefinition = {
  name: 'translate',
  aliases: [],
  family: 'string',
  description:
    'The text with each character of the second text replaced by the one at the same place of the third, or taken out where the third is shorter.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'from', accepts: 'STRING' },
        { name: 'to', accepts: 'STRING' },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'TRANSLATE',
  examples: [
    { expression: "translate('www.apache.org', 'wapcheorg', ' APCHEOrg')", result: "'   .APACHE.Org'" },
    { expression: "translate('1.234,56', '.,', '')", result: "'123456'" },
    { expression: "translate('aa', 'aa', 'xy')", result: "'xx'" },
    { expression: "translate('a', NULL, 'b')", result: 'NULL' },
  ],
  bind: () => (text, from, to) => {
    const targets = Array.from(to as string)
    const replacements = new Map<string, string>()
    for (const [index, character] of Array.from(from as string).entries()) {
      if (!replacements.has(character)) replacements.set(character, targets[index] ?? '')
    }
    return Array.from(text as string, (character) => replacements.get(character) ?? character).join('')
  },
}
