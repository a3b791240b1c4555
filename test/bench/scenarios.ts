/** The scenarios: what is read, who is measured, and which ratios are aimed at. */
import { duckDb, handWritten, sluice } from './contestants.ts'
import type { Contestant } from './contestants.ts'
import { eventTypes } from './inputs.ts'
import type { InputName } from './inputs.ts'
import { manyTables } from './many-tables.ts'

export interface Scenario {
  readonly name: string
  readonly title: string
  /** Whether contestants read topics. */
  readonly kafka: boolean
  /** Given to peers, too. */
  readonly input: InputName
  readonly entries: readonly Entry[]
  readonly aims: readonly Aim[]
}

export interface Entry {
  readonly name: string
  readonly run: Contestant
  /** Where it is not the scenario's. */
  readonly input?: InputName
}

/** CPU seconds of one divided by those of another, or the time they take: at least, or at most so many. */
export interface Aim {
  readonly costOf: string
  readonly over: string
  readonly by?: 'cpu' | 'wall'
  readonly atLeast?: number
  readonly atMost?: number
}

const games = ['login', 'logout', 'item_flow']
const all = [...games, 'performance', 'access', 'orders']

/** Sluice: these tables of a file into Parquet by day. */
function filesOf(tables: readonly string[], ...more: string[]): Contestant {
  return sluice([...fileSpecs(tables), ...more])
}

function fileSpecs(tables: readonly string[]): readonly string[] {
  return ['from-file', ...tables.flatMap((table) => [`tables/${table}`, `parquet/${table}`])]
}

function topicsOf(tables: readonly string[], guarantee: string, withParquet: boolean): Contestant {
  const specs = tables.flatMap((table) => [
    `tables/${table}`,
    `avro/${table}`,
    ...(withParquet ? [`parquet/${table}`] : []),
  ])
  return sluice(['from-topic', ...specs], { BENCH_GUARANTEE: guarantee })
}

function against(other: string, atLeast: number): Aim {
  return { costOf: other, over: 'sluice', atLeast }
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'P1',
    title: 'a file of six kinds -> one of them into Parquet by day',
    kafka: false,
    input: 'mixed',
    entries: [
      { name: 'sluice', run: filesOf(['login']) },
      { name: 'script', run: handWritten(['login'], 'parquet') },
      { name: 'DuckDB', run: duckDb('login') },
    ],
    aims: [against('script', 15), against('DuckDB', 4)],
  },
  {
    name: 'P2',
    title: 'a topic of six kinds -> one of them into an Avro topic',
    kafka: true,
    input: 'mixed',
    entries: [
      { name: 'sluice', run: topicsOf(['login'], 'at-least-once', false) },
      { name: 'exactly once', run: topicsOf(['login'], 'exactly-once', false) },
      { name: 'script', run: handWritten(['login'], 'avro') },
    ],
    aims: [against('script', 8), { costOf: 'exactly once', over: 'sluice', atMost: 1.3 }],
  },
  {
    name: 'P3',
    title: 'a topic -> three tables -> three Avro topics and three Parquet folders',
    kafka: true,
    input: 'mixed',
    entries: [
      { name: 'sluice', run: topicsOf(games, 'at-least-once', true) },
      { name: 'script', run: handWritten(games, 'parquet', 'avro') },
    ],
    aims: [against('script', 15)],
  },
  {
    name: 'P4',
    title: 'a file of six kinds -> six tables into Parquet by day',
    kafka: false,
    input: 'mixed',
    entries: [
      { name: 'sluice', run: filesOf(all) },
      { name: 'script', run: handWritten(all, 'parquet') },
    ],
    aims: [],
  },
  {
    name: 'P5',
    title: 'nginx access lines by regex, and by GROK',
    kafka: false,
    input: 'access',
    entries: [
      { name: 'sluice', run: filesOf(['access']) },
      { name: 'GROK', run: sluice(['from-file', 'variants/access-grok', 'parquet/access']) },
      { name: 'script', run: handWritten(['access'], 'parquet') },
      { name: 'DuckDB', run: duckDb('access') },
    ],
    aims: [],
  },
  {
    name: 'P6',
    title: 'CSV with quotes',
    kafka: false,
    input: 'orders',
    entries: [
      { name: 'sluice', run: filesOf(['orders']) },
      { name: 'script', run: handWritten(['orders'], 'parquet') },
      { name: 'DuckDB', run: duckDb('orders') },
    ],
    aims: [],
  },
  {
    name: 'P7',
    title: 'a topic of 1,000 types of events -> 1,000 tables -> 1,000 Avro topics, against one table of all',
    kafka: true,
    input: 'types',
    entries: [
      { name: 'sluice', run: sluice(['from-topic', 'many/one']) },
      { name: '1,000 tables', run: sluice(['from-topic'], {}, manyTables(eventTypes)) },
    ],
    aims: [{ costOf: '1,000 tables', over: 'sluice', atMost: 1.6 }],
  },
  {
    name: 'P8',
    title: 'six tables with an error stream, 20 % of the records bad, against clean ones',
    kafka: false,
    input: 'mixed',
    entries: [
      { name: 'sluice', run: filesOf(all, 'errors') },
      { name: '20 % bad', run: filesOf(all, 'errors'), input: 'bad' },
    ],
    aims: [{ costOf: '20 % bad', over: 'sluice', atMost: 2 }],
  },
  {
    name: 'P9',
    title: "real data, repeated: Apache's access log, and GitHub's events",
    kafka: false,
    input: 'apache',
    entries: [
      { name: 'Apache', run: sluice(['real/apache']) },
      { name: 'GitHub', run: sluice(['real/github']), input: 'github' },
      { name: 'DuckDB, Apache', run: duckDb('apache') },
      { name: 'DuckDB, GitHub', run: duckDb('github'), input: 'github' },
    ],
    aims: [],
  },
  {
    name: 'P10',
    title: 'the work of P4 shared by threads: the time it takes',
    kafka: false,
    input: 'mixed',
    entries: [
      { name: 'one thread', run: filesOf(all) },
      { name: 'two threads', run: sluice(fileSpecs(all), {}, '', 2) },
    ],
    aims: [{ costOf: 'one thread', over: 'two threads', by: 'wall', atLeast: 1.7 }],
  },
]
