import { readIpv4 } from './addresses.ts'
import type { FunctionDefinition } from '../definition.ts'

export const isIpv4: FunctionDefinition = {
  name: 'is_ipv4',
  aliases: [],
  family: 'url',
  description: 'Whether a text is an IPv4 address: four numbers of 0 to 255, without leading zeros.',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'BOOLEAN' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'none',
  examples: [
    { expression: "is_ipv4('192.168.1.77')", result: 'TRUE' },
    { expression: "is_ipv4('192.168.1.256')", result: 'FALSE' },
    { expression: "is_ipv4('::1')", result: 'FALSE' },
    { expression: 'is_ipv4(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) => readIpv4(text as string) !== null,
}
