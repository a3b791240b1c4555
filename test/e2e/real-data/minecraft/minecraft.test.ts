/** Logs of Minecraft servers, entries over several lines, against the known answers beside each log. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import test from 'node:test'
import { inTemporaryFolder, runToEnd, sharedData, sluice } from '../../../support/sluice.ts'

const folder = sharedData('minecraft-codex')
const skip = folder === null ? 'the shared Minecraft logs are absent' : false
const spec = join(import.meta.dirname, 'minecraft.sql')

interface Entry {
  readonly level: number
  /** Seconds since the epoch. */
  readonly time: number | null
  readonly prefix: string | null
  readonly lines: readonly { readonly number: number; readonly content: string }[]
}

interface Row {
  readonly file: string
  readonly line: number
  readonly content: string
  readonly prefix: string | null
  readonly level: number
  readonly at?: string | null
}

test('every entry of every log is a row', { skip }, async () => {
  const logs = globSync('**/*.log', { cwd: folder ?? '' }).toSorted()
  assert.equal(logs.length, 35)
  const rows = await rowsByLog()
  assert.deepEqual([...rows.keys()].toSorted(), logs)
  let times = 0
  for (const log of logs) {
    const entries = entriesOf(log)
    const ofLog = rows.get(log) ?? []
    assert.deepEqual(ofLog.map(asEntry), entries.map(asExpected), log)
    for (const [index, { time }] of entries.entries()) {
      // Where the answers have no time, the log has no day, or, in two of them, milliseconds behind a colon, which we do read.
      if (time === null) continue
      assert.equal(Date.parse(ofLog[index].at ?? '') / 1_000, time, `${log}:${ofLog[index].line}`)
      times++
    }
  }
  assert.ok(times > 100)
})

test('its TESTs pass', async () => {
  const { code, stderr } = await sluice(['test', spec], { env: { LOGS: '.', OUT: '.' } })
  assert.equal(code, 0, stderr)
})

function asEntry({ line, content, prefix, level }: Row): unknown {
  return { line, content, prefix, level }
}

function asExpected({ lines, prefix, level }: Entry): unknown {
  return { line: lines[0].number, content: lines.map(({ content }) => content).join('\n'), prefix, level }
}

/** To the answers a newline at the end of a file begins a line, which is empty; to us it ends one. */
function entriesOf(log: string): readonly Entry[] {
  const path = join(folder ?? '', log)
  const { entries } = JSON.parse(readFileSync(path.replace('.log', '.json'), 'utf8')) as {
    readonly entries: readonly Entry[]
  }
  const last = entries.at(-1)
  if (last === undefined || !readFileSync(path, 'utf8').endsWith('\n')) return entries
  assert.equal(last.lines.at(-1)?.content, '')
  return [...entries.slice(0, -1), { ...last, lines: last.lines.slice(0, -1) }]
}

async function rowsByLog(): Promise<ReadonlyMap<string, readonly Row[]>> {
  const rows = new Map<string, Row[]>()
  await inTemporaryFolder(async (temporary) => {
    const env = { LOGS: folder ?? '', OUT: join(temporary, 'out') }
    await runToEnd([spec, '--state-dir', join(temporary, 'state')], { env })
    for (const file of globSync(join(temporary, 'out/*/*.jsonl'))) {
      for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
        const row = JSON.parse(line) as Row
        const log = relative(folder ?? '', row.file)
        const ofLog = rows.get(log)
        if (ofLog === undefined) rows.set(log, [row])
        else ofLog.push(row)
      }
    }
  })
  return rows
}
