/**
 * `npm run bench -- [--scenario P1,P8] [--records N] [--rounds N] [--json FILE] [--cpu-prof FOLDER] [--peer NAME=PATH] [--start] [--docs]`
 *
 * Contestants take turns, in rounds, on the same input; medians are compared. CPU seconds are those of the whole process and all its threads, less
 * what it needs for an empty input. Machines are shared and noisy: the ratios count. Without `--scenario` all run; those with topics need a JDK.
 * `latency` is a scenario too: how long single records take from topic to topic. `--start` measures starts and memory, too; `--docs` does, and writes all figures into `docs/performance.md`.
 */
import { globSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { peer } from './contestants.ts'
import { Inputs } from './inputs.ts'
import type { InputName } from './inputs.ts'
import { measureLatency } from './latency.ts'
import { measure } from './measure.ts'
import type { Measured } from './measure.ts'
import { writePage } from './page.ts'
import { figuresOf, reportOf, textOf } from './report.ts'
import type { ScenarioReport } from './report.ts'
import { scenarios } from './scenarios.ts'
import type { Entry, Scenario } from './scenarios.ts'
import { measureStarts } from './start.ts'
import { emptyTopic, Topics } from './topics.ts'

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: [...scenarios.map(({ name }) => name), 'latency'].join(',') },
    records: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    'cpu-prof': { type: 'string' },
    peer: { type: 'string', multiple: true, default: [] },
    start: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const names = values.scenario.split(',')
/** Of single records; its figures are times, and no contestants'. */
const wantsLatency = names.includes('latency')
const wanted = names.flatMap((name) => {
  if (name === 'latency') return []
  const found = scenarios.find((scenario) => scenario.name === name)
  if (found === undefined) throw new Error(`no scenario ${name}`)
  return found
})
const profiles = values['cpu-prof'] === undefined ? null : resolve(values['cpu-prof'])

interface Place {
  readonly input: string
  readonly empty: string
  readonly records: number
}

class Bench {
  private readonly folder: string
  private readonly inputs: Inputs
  private readonly topics: Topics | null
  private runs = 0

  constructor(folder: string, topics: Topics | null) {
    this.folder = folder
    this.inputs = new Inputs(folder, Number(values.records))
    this.topics = topics
  }

  /** Null where something that it needs is absent; the reason is printed. */
  async scenario(scenario: Scenario): Promise<ScenarioReport | null> {
    const skip = (reason: string): null => {
      console.log(`${scenario.name}: skipped, ${reason}\n`)
      return null
    }
    if (scenario.kafka && this.topics === null) return skip('there is no Kafka')
    const peers = values.peer.map((given) => {
      const [name, path = ''] = given.split('=')
      return { name, run: peer(path, scenario.name) }
    })
    const entries: Entry[] = [...scenario.entries, ...peers]
    const places: (Place | null)[] = []
    for (const { input } of entries) places.push(await this.place(input ?? scenario.input, scenario.kafka))
    if (places.includes(null)) return skip('../shared/data is absent')

    const measured = entries.map(() => ({ full: [] as Measured[], empty: [] as Measured[], outputBytes: 0 }))
    for (let round = 0; round < rounds; round++) {
      for (const [i, entry] of entries.entries()) {
        const { input, empty } = places[i] as Place
        const run = await this.measure(scenario, entry, input)
        measured[i].full.push(run.measured)
        measured[i].outputBytes = run.outputBytes
        measured[i].empty.push((await this.measure(scenario, entry, empty)).measured)
      }
    }
    const figures = entries.map(({ name }, i) => figuresOf({ name, records: places[i]?.records ?? 0, ...measured[i] }))
    return reportOf(scenario, figures)
  }

  private async place(name: InputName, asTopic: boolean): Promise<Place | null> {
    const input = this.inputs.get(name)
    if (input === null) return null
    const { file, records } = input
    if (!asTopic || this.topics === null) return { input: file, empty: this.inputs.emptyFile, records }
    return { input: await this.topics.of(name, input), empty: emptyTopic, records }
  }

  private async measure(
    scenario: Scenario,
    entry: Entry,
    input: string,
  ): Promise<{ measured: Measured; outputBytes: number }> {
    const out = join(this.folder, 'out')
    mkdirSync(out)
    try {
      const name = `bench-${process.pid}-${this.runs++}`
      const brokers = scenario.kafka ? (this.topics?.brokers ?? null) : null
      const folder = profiles === null ? null : join(profiles, scenario.name)
      const measured = await measure(entry.run({ input, out, name, brokers, profiles: folder }))
      const files = globSync(join(out, '*/**/*.{parquet,jsonl}'))
      return { measured, outputBytes: files.reduce((sum, file) => sum + statSync(file).size, 0) }
    } finally {
      rmSync(out, { recursive: true })
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'))
const topics =
  wantsLatency || wanted.some(({ kafka }) => kafka)
    ? await Topics.start(wanted.some(({ input }) => input === 'types'))
    : null
try {
  const [{ model }, ...more] = cpus()
  const machine = `${more.length + 1} x ${model}, ${Math.round(totalmem() / 1e9)} GB, Node ${process.version}`
  console.log(`${values.records} records, ${rounds} rounds, ${machine}\n`)
  const bench = new Bench(folder, topics)
  const reports: ScenarioReport[] = []
  for (const scenario of wanted) {
    const report = await bench.scenario(scenario)
    if (report === null) continue
    reports.push(report)
    console.log(textOf(report))
  }
  const latencies = wantsLatency && topics !== null ? await measureLatency(folder, topics.brokers) : []
  for (const { what, medianMs, p99Ms } of latencies) {
    console.log(`${what}: median ${medianMs.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`)
  }
  const starts = values.start || values.docs ? await measureStarts(folder, rounds) : []
  for (const { what, cpuSeconds, wallSeconds, peakRssMb } of starts) {
    console.log(`${what}: ${cpuSeconds.toFixed(2)} CPU s, ${wallSeconds.toFixed(2)} s, ${peakRssMb.toFixed(0)} MB`)
  }
  const conditions = { machine, records: Number(values.records), rounds }
  if (values.docs) writePage(conditions, reports, starts)
  if (values.json !== undefined) {
    const text = JSON.stringify({ ...conditions, reports, latencies, starts }, null, 2)
    writeFileSync(values.json, `${text}\n`)
  }
} finally {
  await topics?.stop()
  rmSync(folder, { recursive: true, force: true })
}
