import type { Value } from '../../types/value.ts'
import { keepBits, readCidr, readIp } from './addresses.ts'
import type { FunctionDefinition } from '../definition.ts'

export const ipInCidr: FunctionDefinition = {
  name: 'ip_in_cidr',
  aliases: [],
  family: 'url',
  description:
    'Whether an IP address lies in one of the ranges given, such as `10.0.0.0/8`, `2001:db8::/32`, or single addresses. FALSE for text that is no address; an IPv4 address lies in no IPv6 range.',
  signatures: [
    {
      parameters: [
        { name: 'ip', accepts: 'STRING' },
        { name: 'cidr', accepts: 'STRING', constant: { validate: cidrProblem } },
      ],
      variadic: true,
      result: { kind: 'BOOLEAN' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'none',
  examples: [
    { expression: "ip_in_cidr('10.1.2.3', '10.0.0.0/8')", result: 'TRUE' },
    { expression: "ip_in_cidr('11.1.2.3', '10.0.0.0/8', '11.1.2.3')", result: 'TRUE' },
    { expression: "ip_in_cidr('2001:db8::1', '2001:db8::/32')", result: 'TRUE' },
    { expression: "ip_in_cidr('10.1.2.3', '2001:db8::/32')", result: 'FALSE' },
    { expression: "ip_in_cidr('-', '0.0.0.0/0')", result: 'FALSE' },
    { expression: "ip_in_cidr(NULL, '10.0.0.0/8')", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const ranges = constants.slice(1).map((cidr) => readCidr(cidr as string)!)
    return (text) => {
      const ip = readIp(text as string)
      if (ip === null) return false
      return ranges.some(
        ({ network, prefix }) => network.bits === ip.bits && keepBits(ip, prefix).value === network.value,
      )
    }
  },
}

function cidrProblem(cidr: Value): string | null {
  return readCidr(cidr as string) === null ? 'not a range of IP addresses such as 10.0.0.0/8' : null
}
