import { Failure } from '../../types/value.ts'
import { readIpv4 } from './addresses.ts'
import type { FunctionDefinition } from '../definition.ts'

const notIpv4 = new Failure('not an IPv4 address')

export const ipToNumber: FunctionDefinition = {
  name: 'ip_to_number',
  aliases: [],
  family: 'url',
  description:
    'The number of 32 bits that an IPv4 address is, as tables of address ranges have it. Fails on other text.',
  signatures: [{ parameters: [{ name: 'ip', accepts: 'STRING' }], result: { kind: 'BIGINT' } }],
  nulls: 'propagate',
  canFail: true,
  flink: "none; as MySQL's INET_ATON",
  examples: [
    { expression: "ip_to_number('10.0.5.9')", result: '167773449' },
    { expression: "ip_to_number('255.255.255.255')", result: '4294967295' },
    { expression: "ip_to_number('::1')", failure: 'not an IPv4 address' },
    { expression: 'ip_to_number(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) => {
    const value = readIpv4(text as string)
    return value === null ? notIpv4 : BigInt(value)
  },
}
