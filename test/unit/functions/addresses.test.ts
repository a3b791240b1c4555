/** IP addresses: what is one, and how it is written. */
import assert from 'node:assert/strict'
import { isIPv4, isIPv6 } from 'node:net'
import test from 'node:test'
import fc from 'fast-check'
import { ipText, keepBits, readIp, readIpv4, readIpv6 } from '../../../src/functions/url/addresses.ts'

const part = fc.oneof(fc.constantFrom('', '0', '00', '1', 'ff', 'ffff', '12345', 'g', '255', '256', '01', '1.2.3.4'))
const separated = (separator: string): fc.Arbitrary<string> =>
  fc.array(part, { maxLength: 9 }).map((parts) => parts.join(separator))
const text = fc.oneof(separated(':'), separated('.'), fc.ipV4(), fc.ipV6())

test("addresses are those of Node's own reader", () => {
  fc.assert(
    fc.property(text, (address) => {
      assert.equal(readIpv4(address) !== null, isIPv4(address), address)
      assert.equal(readIpv6(address) !== null, isIPv6(address), address)
    }),
    { numRuns: 2000 },
  )
})

test('what is written reads back', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128), (address, bits) => {
      const kept = keepBits(readIp(address)!, bits)
      assert.deepEqual(readIp(ipText(kept)), kept)
    }),
  )
})

test('IPv6 as RFC 5952 wants it', () => {
  const cases: readonly [written: string, shown: string][] = [
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:DB8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['1::', '1::'],
  ]
  for (const [written, shown] of cases) assert.equal(ipText(readIp(written)!), shown)
})
