/** The small parts of the runtime, each by itself. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import test from 'node:test'
import { absent } from '../../../src/engine/batch.ts'
import type { RecordBatch } from '../../../src/engine/batch.ts'
import { Arrivals } from '../../../src/runtime/job/arrivals.ts'
import { EpochMeter } from '../../../src/runtime/shards/epoch.ts'
import { addLedgers, emptyLedger, pruneDays, subtractLedgers } from '../../../src/runtime/ledger/ledger.ts'
import type { Ledger, TableTotals } from '../../../src/runtime/ledger/ledger.ts'
import { checkLedger, LedgerImbalance } from '../../../src/runtime/ledger/check.ts'
import { ledgerFromJson, ledgerToJson } from '../../../src/runtime/ledger/json.ts'
import { ledgerText } from '../../../src/runtime/ledger/text.ts'
import { parseManifest } from '../../../src/runtime/protocol/manifest.ts'
import { mergePositions, Positions } from '../../../src/runtime/sources/positions.ts'
import { addRemaining, bytesText, durationText, progressText } from '../../../src/runtime/job/progress.ts'
import { nodeFiles } from '../../../src/runtime/state/durable-files.ts'
import type { DurableFiles } from '../../../src/runtime/state/durable-files.ts'
import { joinState, lockState } from '../../../src/runtime/state/lock.ts'
import { StateError, StateFolder } from '../../../src/runtime/state/state-folder.ts'
import { Workshop } from './support.ts'

function batch(...sizes: readonly number[]): RecordBatch {
  return {
    topic: 't',
    partition: 0,
    file: null,
    count: sizes.length,
    bytes: new Uint8Array(),
    starts: Uint32Array.from(sizes, () => 0),
    ends: Uint32Array.from(sizes),
    offsets: new Float64Array(sizes.length),
    timestamps: new Float64Array(sizes.length),
    lines: null,
    keys: null,
    headers: null,
    oversized: new Map(),
    next: { topic: 't', partition: 0, offset: sizes.length },
  }
}

test('an epoch is due by records, by bytes or by time since its first batch', () => {
  let nowMs = 1000
  const meter = new EpochMeter({ recordsMax: 3, bytesMax: 100, intervalMs: 50 }, () => nowMs)
  assert.deepEqual([meter.isEmpty, meter.isDue, meter.dueInMs], [true, false, Infinity])
  nowMs = 9000
  meter.add(batch(10, 10))
  assert.deepEqual([meter.isEmpty, meter.isDue, meter.dueInMs], [false, false, 50])
  meter.add(batch(1))
  assert.equal(meter.isDue, true, 'records')
  meter.restart()
  assert.deepEqual([meter.isEmpty, meter.isDue], [true, false])
  const tombstone = { ...batch(0), starts: Uint32Array.of(absent) }
  meter.add(tombstone)
  meter.add(batch(100))
  assert.equal(meter.isDue, true, 'bytes')
  meter.restart()
  meter.add(batch(1))
  nowMs += 49
  assert.deepEqual([meter.isDue, meter.dueInMs], [false, 1])
  nowMs += 1
  assert.equal(meter.isDue, true, 'time')
})

test('arrivals come in the order in which they came, failures and ends too', async () => {
  const arrivals = new Arrivals<string, number>()
  arrivals.request('a', async () => 7)
  assert.deepEqual(await arrivals.take(Infinity), { kind: 'item', input: 'a', item: 7 })
  arrivals.request('a', async () => {
    throw new Error('broken')
  })
  const second = await arrivals.take(Infinity)
  assert.ok(second?.kind === 'failure' && second.error instanceof Error && second.error.message === 'broken')
  arrivals.request('a', async () => null)
  assert.equal((await arrivals.take(Infinity))?.kind, 'end')
  assert.equal(await arrivals.take(1), null)
  const waiting = arrivals.take(Infinity)
  arrivals.wake()
  assert.equal(await waiting, null)
  arrivals.wake()
  assert.equal(await arrivals.take(Infinity), null, 'a call before it waits is not lost')
})

test('a renamed file keeps one position, under its new name', () => {
  const positions = new Positions({ s: [{ topic: 'a.log', partition: 0, offset: 5, identity: 'x' }] })
  positions.advance('s', { topic: 'a.log.1', partition: 0, offset: 7, identity: 'x' })
  positions.advance('s', { topic: 'a.log', partition: 0, offset: 1, identity: 'y' })
  assert.deepEqual(positions.of('s'), [
    { topic: 'a.log.1', partition: 0, offset: 7, identity: 'x' },
    { topic: 'a.log', partition: 0, offset: 1, identity: 'y' },
  ])
  assert.deepEqual(positions.of('other'), [])
})

test('what shards know of files is put together: of a lane the further place, and nothing that is done anyway', () => {
  const file = { topic: 'a.log', partition: 0, identity: 'x' }
  const renamed = { ...file, topic: 'a.log.1' }
  const shards = [
    {
      s: [
        { ...file, offset: 30, lane: 1 },
        { ...file, offset: 50, lane: 2 },
      ],
    },
    {
      s: [
        { ...file, offset: 40 },
        { ...file, offset: 35, lane: 2 },
        { ...renamed, offset: 60, lane: 3 },
      ],
    },
    { other: [{ topic: 'a.log', partition: 0, identity: 'y', offset: 7 }] },
  ]
  const merged = mergePositions(shards)
  assert.deepEqual(
    merged['s'].toSorted((a, b) => a.offset - b.offset),
    [
      { ...renamed, offset: 40 },
      { ...renamed, offset: 50, lane: 2 },
      { ...renamed, offset: 60, lane: 3 },
    ],
  )
  assert.deepEqual(merged['other'], shards[2].other)
})

test('files that have exchanged their names keep their places, whichever is told first', () => {
  const [a, b] = ['a', 'b'].map((name) => ({ topic: name, partition: 0, identity: `of ${name}`, offset: 5 }))
  const positions = new Positions({ s: [a, { ...a, offset: 9, lane: 1 }, b] })
  positions.rename('s', { ...a, topic: 'b' })
  positions.rename('s', { ...b, topic: 'a' })
  positions.advance('s', { ...b, topic: 'a', offset: 6 })
  assert.deepEqual(positions.of('s'), [
    { ...a, topic: 'b' },
    { ...a, topic: 'b', offset: 9, lane: 1 },
    { ...b, topic: 'a', offset: 6 },
  ])
})

test('a state that cannot be written names its file', () => {
  const workshop = new Workshop()
  try {
    const path = workshop.path('manifest.json')
    const module = new URL('../../../src/runtime/state/durable-files.ts', import.meta.url)
    const script = `const { nodeFiles } = await import('${module.href}')
      await nodeFiles.write('${path}', 'text').catch((error) => console.log(error.code, error.path))`
    // No file of this process may be longer than nothing, as on a disk that is full.
    const { stdout } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 0 && exec "$0" --input-type=module --eval "$1"', process.execPath, script],
      { encoding: 'utf8' },
    )
    assert.equal(stdout, `EFBIG ${path}\n`)
  } finally {
    workshop.remove()
  }
})

function tableTotals(recordsIn: number, out: number, errored: number): TableTotals {
  return {
    in: recordsIn,
    out,
    dropped: new Map(),
    errored: new Map([['CAST', errored]]),
    days: new Map([['2026-11-20', out]]),
    watermarkMicros: null,
  }
}

function ledger(recordsIn: number, out: number, errored: number): Ledger {
  return {
    sources: new Map([['s', { in: recordsIn, unclaimed: 0, errorsUnwritten: 0 }]]),
    tables: new Map([['t', tableTotals(recordsIn, out, errored)]]),
    sinks: new Map([['k', { rows: out, files: 0, bytes: 0 }]]),
  }
}

test('ledgers add up and part again, through JSON too, whatever the names', () => {
  const sum = addLedgers(ledger(10, 8, 2), ledger(5, 5, 0))
  assert.deepEqual(sum, ledger(15, 13, 2))
  assert.deepEqual(subtractLedgers(sum, ledger(10, 8, 2)), ledger(5, 5, 0))
  assert.deepEqual(addLedgers(emptyLedger, sum), sum)
  const evil: Ledger = {
    ...emptyLedger,
    sources: new Map([['__proto__', { in: 1, unclaimed: 1, errorsUnwritten: 0 }]]),
  }
  const json = JSON.stringify(ledgerToJson(evil))
  assert.equal(json, '{"sources":{"__proto__":{"in":1,"unclaimed":1}},"tables":{},"sinks":{}}')
  assert.deepEqual(ledgerFromJson(JSON.parse(json) as ReturnType<typeof ledgerToJson>), evil)
  assert.deepEqual(ledgerToJson(ledger(5, 5, 0)).tables, {
    t: { in: 5, out: 5, dropped: {}, errored: {}, days: { '2026-11-20': 5 } },
  })
})

test('the latest watermark counts, and old days are forgotten', () => {
  const at = (watermarkMicros: number | null, ...days: readonly string[]): Ledger => ({
    ...emptyLedger,
    tables: new Map([['t', { ...tableTotals(0, 0, 0), days: new Map(days.map((day) => [day, 1])), watermarkMicros }]]),
  })
  const sum = addLedgers(at(7, '2026-11-18', '2026-11-20'), at(5, '2026-11-19'))
  assert.equal(sum.tables.get('t')?.watermarkMicros, 7)
  assert.equal(addLedgers(at(null), at(5)).tables.get('t')?.watermarkMicros, 5)
  assert.deepEqual([...(pruneDays(sum, 2).tables.get('t')?.days.keys() ?? [])], ['2026-11-20', '2026-11-19'])
  const json = JSON.parse(JSON.stringify(ledgerToJson(sum))) as ReturnType<typeof ledgerToJson>
  assert.deepEqual(ledgerFromJson(json).tables.get('t')?.watermarkMicros, 7)
})

test('an imbalance is told with its place', () => {
  const workshop = new Workshop()
  const plan = workshop.plan(1)
  workshop.remove()
  const check = (counts: Ledger): void => checkLedger(plan, counts, new Map())
  check(ledger(10, 8, 2))
  assert.throws(() => check(ledger(10, 8, 1)), /t: 10 in is not 8 out \+ 0 dropped \+ 1 errored/)
  const fewer = { ...ledger(10, 8, 2), sources: new Map([['s', { in: 11, unclaimed: 0, errorsUnwritten: 0 }]]) }
  assert.throws(() => check(fewer), /t: 10 in, but 11 records of s/)
  const file = { staged: 'a', final: 'b', rows: 7, bytes: 1, sha256: '' }
  assert.throws(
    () => checkLedger(plan, ledger(10, 8, 2), new Map([['k', [file]]])),
    (error: unknown) => error instanceof LedgerImbalance && error.message.includes('k: 8 rows counted, 7 in its files'),
  )
})

test('the ledger for people', () => {
  assert.equal(
    ledgerText(ledger(1234, 1232, 2)),
    `  source     in  unclaimed
  s       1,234          0

  table     in    out  dropped  errored
  t      1,234  1,232  -        CAST 2

  sink   rows  files  bytes
  k     1,232      -    0 B
`,
  )
})

test('progress: rate, errors, and the end where it is known', () => {
  const before = { atMs: 0, records: 1000, errors: 0, remaining: { records: null, bytes: 10_000_000 } }
  const now = { atMs: 2000, records: 5000, errors: 3, remaining: { records: null, bytes: 6_000_000 } }
  assert.equal(progressText(before, now, true), '5,000 records, 2,000/s, 3 errors, 6.0 MB left, about 0:03')
  assert.equal(progressText(before, now, false), '5,000 records, 2,000/s, 3 errors')
  assert.deepEqual(addRemaining([{ bytes: 1 }, { bytes: 2, records: 3 }]), { records: null, bytes: 3 })
  assert.deepEqual(addRemaining([{ bytes: 1 }, null]), { records: null, bytes: null })
  assert.deepEqual([bytesText(999), bytesText(999_960), bytesText(1_250_000)], ['999 B', '1.0 MB', '1.3 MB'])
  assert.deepEqual([durationText(41), durationText(725.2), durationText(10_810)], ['0:41', '12:06', '3:00:10'])
})

test('a damaged manifest is refused, not guessed at', () => {
  const refused = (text: string, message: RegExp): void => {
    assert.throws(
      () => parseManifest(text, 'state/1', 1, 1),
      (error: unknown) => {
        assert.ok(error instanceof StateError)
        assert.match(error.message, message)
        return true
      },
    )
  }
  refused('{"version": 1, "ep', /`state\/1` is damaged: it is no JSON/)
  refused('{"version": 2}', /written by another version/)
  refused('{"version": 1, "epoch": 2, "layout": 1}', /says epoch 2 of layout 1/)
})

test('a lock is held by one, given back, and taken over from the dead', async (t) => {
  const workshop = new Workshop()
  t.after(() => workshop.remove())
  const state = new StateFolder(workshop.path('state'))
  const lock = await lockState(state, nodeFiles)
  await assert.rejects(lockState(state, nodeFiles), /in use by process \d+/)
  await lock.release()
  const second = await lockState(state, nodeFiles)
  await second.release()

  const dead = JSON.stringify({
    pid: process.pid,
    started: 'another boot/1',
    host: (await import('node:os')).hostname(),
  })
  await nodeFiles.write(workshop.path('state', 'lock', '9'), dead)
  const third = await lockState(state, nodeFiles)
  await assert.rejects(lockState(state, nodeFiles), StateError)
  await third.release()

  await nodeFiles.write(
    workshop.path('state', 'lock', '20'),
    JSON.stringify({ pid: 1, started: null, host: 'elsewhere' }),
  )
  await assert.rejects(lockState(state, nodeFiles), /in use by process 1 on elsewhere/)
})

test('processes that share a state folder keep others out that want it alone, and the reverse', async (t) => {
  const workshop = new Workshop()
  t.after(() => workshop.remove())
  const state = new StateFolder(workshop.path('state'))
  const dead = JSON.stringify({
    pid: process.pid,
    started: 'another boot/1',
    host: (await import('node:os')).hostname(),
  })
  await nodeFiles.makeFolder(state.processes)
  await nodeFiles.write(workshop.path('state', 'processes', 'dead'), dead)
  const first = await joinState(state, nodeFiles)
  const second = await joinState(state, nodeFiles)
  assert.equal((await nodeFiles.list(state.processes)).length, 2)
  await first.release()
  await assert.rejects(lockState(state, nodeFiles), /in use by process \d+/)
  await second.release()
  const alone = await lockState(state, nodeFiles)
  await assert.rejects(joinState(state, nodeFiles), /in use by process \d+/)
  assert.deepEqual(await nodeFiles.list(state.processes), [])
  await alone.release()
})

test('a lock that cannot be written leaves nothing behind', async (t) => {
  const workshop = new Workshop()
  t.after(() => workshop.remove())
  const state = new StateFolder(workshop.path('state'))
  const full: DurableFiles = {
    ...nodeFiles,
    write: async (path) => {
      await nodeFiles.write(path, '')
      throw new Error('no space left')
    },
  }
  await assert.rejects(lockState(state, full), /no space left/)
  await assert.rejects(joinState(state, full), /no space left/)
  assert.deepEqual([await nodeFiles.list(state.lock), await nodeFiles.list(state.processes)], [[], []])
})
