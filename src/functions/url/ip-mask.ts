import { Failure } from '../../types/value.ts'
import { ipText, keepBits, readIp } from './addresses.ts'
import type { FunctionDefinition } from '../definition.ts'

const notIp = new Failure('not an IP address')

export const ipMask: FunctionDefinition = {
  name: 'ip_mask',
  aliases: [],
  family: 'url',
  description:
    'An IP address with all but its first bits zero, so that it names a network and nobody in it: 24 bits of an IPv4 address, 48 of an IPv6 one, unless given. Fails on other text.',
  signatures: [
    {
      parameters: [
        { name: 'ip', accepts: 'STRING' },
        { name: 'bits', accepts: 'INT', optional: true },
        { name: 'ipv6_bits', accepts: 'INT', optional: true },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'none',
  examples: [
    { expression: "ip_mask('192.168.1.77')", result: "'192.168.1.0'" },
    { expression: "ip_mask('192.168.1.77', 16)", result: "'192.168.0.0'" },
    { expression: "ip_mask('2001:db8:85a3:8d3:1319:8a2e:370:7348')", result: "'2001:db8:85a3::'" },
    { expression: "ip_mask('2001:db8:85a3:8d3::1', 24, 32)", result: "'2001:db8::'" },
    { expression: "ip_mask('unknown')", failure: 'not an IP address' },
    { expression: 'ip_mask(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind:
    () =>
    (text, bits = 24, ipv6Bits = 48) => {
      const ip = readIp(text as string)
      return ip === null ? notIp : ipText(keepBits(ip, (ip.bits === 32 ? bits : ipv6Bits) as number))
    },
}
