/** IP addresses as text: dotted IPv4, and IPv6 as RFC 4291 writes it (`::`, an IPv4 tail, no zone). Read without regard to a name. */

export interface IpAddress {
  readonly bits: 32 | 128
  readonly value: bigint
}

/** Null if the text is no address. */
export function readIp(text: string): IpAddress | null {
  const four = readIpv4(text)
  if (four !== null) return { bits: 32, value: BigInt(four) }
  const six = readIpv6(text)
  return six === null ? null : { bits: 128, value: six }
}

/** Four numbers of 0 to 255, without leading zeros, which some read as octal. */
export function readIpv4(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (match === null) return null
  let value = 0
  for (const part of match.slice(1)) {
    if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return null
    value = value * 256 + Number(part)
  }
  return value
}

export function readIpv6(text: string): bigint | null {
  if (text.length > 45 || !/^[\dA-Fa-f:.]+$/.test(text)) return null
  const halves = text.split('::')
  if (halves.length > 2) return null
  const head = groupsOf(halves[0], halves.length === 1)
  const tail = halves.length === 2 ? groupsOf(halves[1], true) : []
  if (head === null || tail === null) return null
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail]
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n)
}

/** The numbers of 16 bits between colons; the last two may be an IPv4 address. */
function groupsOf(text: string, isLast: boolean): readonly number[] | null {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (/^[\dA-Fa-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
    else {
      const four = isLast && index === parts.length - 1 ? readIpv4(part) : null
      if (four === null) return null
      groups.push(Math.floor(four / 65_536), four % 65_536)
    }
  }
  return groups
}

/** The address with all but its first bits zero. */
export function keepBits({ bits, value }: IpAddress, kept: number): IpAddress {
  const cut = BigInt(bits - Math.max(0, Math.min(bits, kept)))
  return { bits, value: (value >> cut) << cut }
}

/** IPv6 as RFC 5952 wants it: lower case, the longest run of zeros as `::`. */
export function ipText({ bits, value }: IpAddress): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - index * 16)) & 0xffffn))
  const { start, length } = longestZeros(groups)
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':')
  return length < 2 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 }
  let start = 0
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start }
  }
  return best
}

export interface IpRange {
  readonly network: IpAddress
  readonly prefix: number
}

/** `10.0.0.0/8`, `2001:db8::/32`, or one address; null if it is none. Bits behind the prefix do not matter. */
export function readCidr(text: string): IpRange | null {
  const [address, prefix, ...more] = text.split('/')
  const network = readIp(address)
  if (network === null || more.length > 0) return null
  if (prefix === undefined) return { network, prefix: network.bits }
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > network.bits) return null
  return { network: keepBits(network, Number(prefix)), prefix: Number(prefix) }
}
