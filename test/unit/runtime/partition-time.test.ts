import assert from 'node:assert/strict'
import test from 'node:test'
import { partitionTime } from '../../../src/runtime/partitions/partition-time.ts'

const instant = { kind: 'TIMESTAMP_LTZ', precision: 3 } as const
const local = { kind: 'TIMESTAMP', precision: 3 } as const
const micros = (text: string): number => Date.parse(text) * 1000

test('a partition begins when its values say', () => {
  const shanghai = { pattern: '$dt $hour:00:00', type: instant, timeZone: 'Asia/Shanghai' }
  assert.equal(partitionTime('dt=2026-11-20/hour=10', shanghai), micros('2026-11-20T02:00:00Z'))
  assert.equal(partitionTime('server=7/dt=2026-11-20/hour=00', shanghai), micros('2026-11-19T16:00:00Z'))
  assert.equal(partitionTime('dt=2026-11-20/hour=10', { ...shanghai, type: local }), micros('2026-11-20T10:00:00Z'))
  assert.equal(partitionTime('dt=2026-11-20', { ...shanghai, pattern: '$dt' }), micros('2026-11-19T16:00:00Z'))
  assert.equal(
    partitionTime('at=2026-11-20 10%3A30%3A00', { ...shanghai, pattern: '$at' }),
    micros('2026-11-20T02:30:00Z'),
  )
})

test('values that are no time give none', () => {
  const utc = { pattern: '$dt $hour:00:00', type: instant, timeZone: 'UTC' }
  for (const path of [
    'dt=__HIVE_DEFAULT_PARTITION__/hour=10',
    'dt=2026-11-20',
    '',
    'hour=10',
    'dt=2026-02-30/hour=10',
  ]) {
    assert.equal(partitionTime(path, utc), null, path)
  }
})
