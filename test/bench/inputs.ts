/** The bench's inputs, made when they are first asked for: generated logs, and real ones repeated. */
import { closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { generateLog } from './mixed-log/generate.ts'
import type { LogOptions } from './mixed-log/generate.ts'

export const eventTypes = 1000

const generated = {
  mixed: {},
  bad: { badShare: 0.2 },
  access: { kind: 'access' },
  orders: { kind: 'order' },
  types: { types: eventTypes },
} as const satisfies Record<string, Partial<LogOptions>>

/** Beside the checkout. */
const real = {
  apache: 'elastic-examples/apache_logs/apache_logs',
  github: 'gharchive-pinot/2021-07-21-few-hours.json',
} as const

export type InputName = keyof typeof generated | keyof typeof real

export interface Input {
  readonly file: string
  readonly records: number
  readonly bytes: number
}

export class Inputs {
  private readonly folder: string
  private readonly records: number
  private readonly made = new Map<InputName, Input>()
  readonly emptyFile: string

  constructor(folder: string, records: number) {
    this.folder = folder
    this.records = records
    this.emptyFile = join(folder, 'empty.log')
    writeFileSync(this.emptyFile, '')
  }

  /** Null where the real data are absent. */
  get(name: InputName): Input | null {
    const known = this.made.get(name)
    if (known !== undefined) return known
    const file = join(this.folder, `${name}.log`)
    const input =
      name in real
        ? this.repeated(name as keyof typeof real, file)
        : this.generated(name as keyof typeof generated, file)
    if (input !== null) this.made.set(name, input)
    return input
  }

  private generated(name: keyof typeof generated, file: string): Input {
    const bytes = generateLog(file, { records: this.records, ...generated[name] })
    return { file, records: this.records, bytes }
  }

  /** 1 kB for each of the records asked for: 1 GB for a million. */
  private repeated(name: keyof typeof real, file: string): Input | null {
    const path = join(import.meta.dirname, '../../../shared/data', real[name])
    if (!existsSync(path)) return null
    const once = readFileSync(path)
    const times = Math.ceil((this.records * 1000) / once.length)
    const descriptor = openSync(file, 'w')
    for (let i = 0; i < times; i++) writeSync(descriptor, once)
    closeSync(descriptor)
    const lines = once.toString('latin1').split('\n').length - 1
    return { file, records: lines * times, bytes: once.length * times }
  }
}
