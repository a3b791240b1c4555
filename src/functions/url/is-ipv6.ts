import { readIpv6 } from './addresses.ts'
import type { FunctionDefinition } from '../definition.ts'

export const isIpv6: FunctionDefinition = {
  name: 'is_ipv6',
  aliases: [],
  family: 'url',
  description: 'Whether a text is an IPv6 address (RFC 4291), without a zone.',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'BOOLEAN' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'none',
  examples: [
    { expression: "is_ipv6('2001:db8::1')", result: 'TRUE' },
    { expression: "is_ipv6('::ffff:192.0.2.1')", result: 'TRUE' },
    { expression: "is_ipv6('1::2::3')", result: 'FALSE' },
    { expression: "is_ipv6('192.168.1.77')", result: 'FALSE' },
    { expression: 'is_ipv6(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) => readIpv6(text as string) !== null,
}
