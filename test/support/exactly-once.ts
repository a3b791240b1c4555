/**
 * A job from Kafka to Kafka and Parquet whose every record can be told from all others, processes of it that can be killed, and
 * witnesses that are not ours: Java's consumer (read_committed) and DuckDB.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import { eachRecordWithJava } from '../servers/kafka/witness.ts'
import { duckdb } from './read-back.ts'
import { executable, runToEnd, sluice } from './sluice.ts'
import { administerWith, makeTopics } from './kafka-admin.ts'

export interface NumbersOptions {
  readonly brokers: string
  /** For files: the project, its state, its output. */
  readonly folder: string
  /** Of the topics, the group and the job: another one in each test. */
  readonly name: string
  readonly partitions: number
  readonly records: number
  /** Settings of the project besides those of every test: `SET …;` */
  readonly settings?: string
  readonly recordsPerSecondMax?: number
  /** Threads of each process; one where nothing is said. */
  readonly workers?: number
  /** Of the client: `'properties.…' = '…'`. */
  readonly properties?: string
  /** How soon a member of the group is missed. */
  readonly session?: { readonly timeoutMs: number; readonly heartbeatMs: number }
}

/** A broker takes no batch of more than a megabyte. */
const messagesOfRequest = 10_000

const shortSession = { timeoutMs: 2_000, heartbeatMs: 300 }

/** Numbers from 0 on in a topic, number n in partition n mod partitions; copied to a topic and to Parquet. */
export class Numbers {
  readonly state: string
  /** Of the project, for processes that start from here on; null: not said. */
  shards: number | null = null
  private readonly options: NumbersOptions
  private readonly client: Kafka

  constructor(options: NumbersOptions) {
    this.options = options
    this.state = join(options.folder, 'state')
    this.client = new Kafka({ brokers: [options.brokers], logLevel: logLevel.NOTHING })
    this.writeProject(options)
  }

  get out(): string {
    return `${this.options.name}.out`
  }

  /** With epochs of any size, as fast as it goes, where nothing is said of them. */
  private writeProject({ settings = '', recordsPerSecondMax }: Partial<NumbersOptions>): void {
    const { brokers, name, folder, properties, session = shortSession } = this.options
    const shards = this.shards === null ? '' : `SET 'job.shards' = '${this.shards}';`
    const rate = recordsPerSecondMax === undefined ? '' : `, 'scan.rate-limit' = '${recordsPerSecondMax}'`
    const more = properties === undefined ? '' : `, ${properties}`
    const kafka = `'connector' = 'kafka', 'properties.bootstrap.servers' = '${brokers}'${more}`
    writeFileSync(
      this.spec,
      `${settings} ${shards}
      CREATE SOURCE numbers WITH (${kafka}, 'topic' = '${name}', 'properties.group.id' = '${name}',
        'properties.session.timeout.ms' = '${session.timeoutMs}',
        'properties.heartbeat.interval.ms' = '${session.heartbeatMs}'${rate});
      CREATE STREAMING TABLE number (n BIGINT NOT NULL, part INT NOT NULL METADATA FROM 'partition')
      FROM numbers PARSE JSON;
      CREATE SINK files WITH ('connector' = 'hive', 'path' = '${folder}/out', 'format' = 'parquet')
      AS SELECT * FROM number;
      CREATE SINK topic WITH (${kafka}, 'topic' = '${this.out}', 'format' = 'json') AS SELECT n FROM number;\n`,
    )
  }

  get spec(): string {
    return join(this.options.folder, 'numbers.sql')
  }

  /** Makes the topics and writes all numbers. */
  async fill(): Promise<void> {
    const { name, partitions, records } = this.options
    const topics = [name, this.out].map((topic) => ({ topic, numPartitions: partitions }))
    await administerWith(this.client, async (admin) => makeTopics(admin, topics))
    await this.send(0, records)
  }

  /** The numbers from one up to another one. */
  async send(from: number, to: number): Promise<void> {
    const { name, partitions } = this.options
    const producer = this.client.producer()
    await producer.connect()
    const all = Array.from({ length: to - from }, (_, index) => from + index)
    for (let partition = 0; partition < partitions; partition++) {
      const own = all.filter((n) => n % partitions === partition)
      for (let at = 0; at < own.length; at += messagesOfRequest) {
        const messages = own.slice(at, at + messagesOfRequest).map((n) => ({ value: `{"n":${n}}`, partition }))
        await producer.send({ topic: name, messages })
      }
    }
    await producer.disconnect()
  }

  /** `preload`: modules loaded before the program; `more`: of the command line. */
  start(preload: readonly string[] = [], more: readonly string[] = [], env: NodeJS.ProcessEnv = {}): NumbersProcess {
    const imports = preload.flatMap((path) => ['--import', path])
    const workers = ['--workers', String(this.options.workers ?? 1)]
    const run = ['run', this.spec, '--state-dir', this.state, '-v', ...workers, ...more]
    return new NumbersProcess([...imports, executable, ...run], env)
  }

  /** Runs to the end, as fast as it goes, and checks by all witnesses that each number up to `count` is there once. */
  async finish(count: number): Promise<void> {
    this.writeProject({})
    const summary = await runToEnd([this.spec, '--state-dir', this.state])
    assert.equal(summary.sources['numbers'].in, count, 'the ledger of all runs')
    assert.equal(summary.tables['number'].out, count)
    assert.equal(summary.sinks['files'].rows, count)
    assert.equal(summary.sinks['topic'].rows, count)
    await this.check(count)
  }

  async check(count: number): Promise<void> {
    const [row] = await duckdb(
      `SELECT count(DISTINCT n)::INT AS seen, count(*)::INT AS "rows", max(n)::INT AS last
       FROM read_parquet('${this.options.folder}/out/*.parquet')`,
    )
    assert.deepEqual(row, { seen: count, rows: count, last: count - 1 }, 'DuckDB')
    const { distinct, rows } = await this.seenByJava(count)
    assert.equal(distinct, count, 'lost, to readers of the topic')
    assert.equal(rows, count, 'twice, to readers of the topic')
  }

  private async seenByJava(count: number): Promise<{ distinct: number; rows: number }> {
    const isSeen = new Uint8Array(count)
    let rows = 0
    let distinct = 0
    await eachRecordWithJava(this.options.brokers, this.out, ({ value }) => {
      const { n } = JSON.parse(value.toString()) as { n: number }
      rows++
      if (isSeen[n] === 0) distinct++
      isSeen[n] = 1
    })
    return { distinct, rows }
  }

  async status(): Promise<string> {
    const { code, stdout, stderr } = await sluice(['status', '--state-dir', this.state])
    assert.equal(code, 0, stderr)
    return stdout
  }
}

export class NumbersProcess {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  stderr = ''

  constructor(commandLine: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const options = { env: { ...process.env, ...env } }
    this.child = spawn(process.execPath, commandLine, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    this.ended = new Promise((resolve) => this.child.once('close', resolve))
  }

  /** The shards that it has taken over so far, in order. */
  get gained(): readonly number[] {
    return [...this.stderr.matchAll(/^shard (\d+): (?:reading|resuming)/gm)].map(([, shard]) => Number(shard))
  }

  get commits(): number {
    return [...this.stderr.matchAll(/^debug: .*epoch \d+ committed/gm)].length
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal)
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill('SIGCONT')
    this.child.kill(signal)
    return this.ended
  }
}
