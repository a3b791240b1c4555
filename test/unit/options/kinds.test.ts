import assert from 'node:assert/strict'
import test from 'node:test'
import { addressesKind, durationKind, integerKind, sizeKind, topicKind, zoneKind } from '../../../src/options/kinds.ts'
import type { OptionKind } from '../../../src/options/kinds.ts'

function read<T>(kind: OptionKind<T>, text: string): T | null {
  const parsed = kind.parse(text)
  return parsed.ok ? parsed.value : null
}

test('durations are in milliseconds, as Flink writes them', () => {
  assert.equal(read(durationKind, '10 s'), 10_000)
  assert.equal(read(durationKind, '5min'), 300_000)
  assert.equal(read(durationKind, '1 d'), 86_400_000)
  assert.equal(read(durationKind, '250'), 250)
  for (const text of ['', 's', '1.5 s', '-1 s', '1 fortnight', '0 s'])
    assert.equal(read(durationKind, text), null, text)
})

test('sizes are in bytes, powers of 1024', () => {
  assert.equal(read(sizeKind, '16 mb'), 16 * 1024 ** 2)
  assert.equal(read(sizeKind, '64KB'), 65_536)
  assert.equal(read(sizeKind, '7'), 7)
  assert.equal(read(sizeKind, '999999999999999 tb'), null)
})

test('integers keep their range', () => {
  assert.equal(read(integerKind(1, 10), ' 10 '), 10)
  for (const text of ['0', '11', '1e1', 'x', '']) assert.equal(read(integerKind(1, 10), text), null, text)
})

test('zones, addresses and topics', () => {
  assert.equal(read(zoneKind, 'Asia/Shanghai'), 'Asia/Shanghai')
  assert.equal(read(zoneKind, '+08:00'), '+08:00')
  assert.equal(read(zoneKind, 'Mars/Base'), null)
  assert.deepEqual(read(addressesKind, 'a:1,[::1]:2'), ['a:1', '[::1]:2'])
  assert.equal(read(addressesKind, 'a:1,'), null)
  assert.equal(read(topicKind, 'dwd.role_login-1'), 'dwd.role_login-1')
  assert.equal(read(topicKind, '..'), null)
})
