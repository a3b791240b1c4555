/**
 * The only source of order. Whatever a simulated process asks of the world is a call that waits here until the schedule, made of a
 * seed, lets it happen: between any two calls a process may sleep, be killed, or be overtaken by another one. No real time.
 */
import { Random } from '../support/random.ts'

/** One life of one operating-system process. */
export class Process {
  readonly name: string
  isAlive = true
  /** A zombie: it lives, and does nothing until it wakes. */
  isAsleep = false

  /** `SET 'job.shards'` when it was started. */
  readonly shards: number

  constructor(name: string, shards: number) {
    this.name = name
    this.shards = shards
  }
}

interface Call {
  readonly process: Process
  readonly what: string
  /** The step before which it does not happen. */
  readonly notBefore: number
  /** May it happen now? Absent: yes. */
  readonly isReady?: () => boolean
  happen(): void
}

export class Scheduler {
  readonly random: Random
  /** What happened, one line a step; kept only where somebody will read it. */
  readonly trace: string[] | null
  steps = 0
  /** It alone goes on while it can: the others are slow. */
  favourite: Process | null = null
  /** For how many steps a call has to wait at least. */
  delay: (what: string) => number = () => 0
  private calls: Call[] = []

  constructor(seed: number, isTraced: boolean) {
    this.random = new Random(seed)
    this.trace = isTraced ? [] : null
  }

  note(text: string): void {
    this.trace?.push(`${this.steps} ${text}`)
  }

  /** `effect` happens at once when its time comes; the process goes on with what it returns or throws. */
  call<T>(process: Process, what: string, effect: () => T, isReady?: () => boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      const happen = (): void => {
        try {
          resolve(effect())
        } catch (error) {
          if (this.trace !== null) this.note(`  ${process.name} fails: ${String(error)}`)
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      }
      const call = { process, what, notBefore: this.steps + this.delay(what), happen }
      this.calls.push(isReady === undefined ? call : { ...call, isReady })
    })
  }

  /** Lets one waiting call happen. false: none can. */
  async step(): Promise<boolean> {
    const able = this.calls.filter(
      ({ process, notBefore, isReady }) =>
        process.isAlive && !process.isAsleep && notBefore <= this.steps && (isReady === undefined || isReady()),
    )
    if (able.length === 0) return false
    const favoured = able.filter(({ process }) => process === this.favourite)
    const call = this.random.pick(favoured.length > 0 ? favoured : able)
    this.calls.splice(this.calls.indexOf(call), 1)
    this.steps++
    if (this.trace !== null) this.note(`${call.process.name} ${call.what}`)
    call.happen()
    await settled()
    return true
  }

  /** Time passes, and nothing happens. */
  async idle(): Promise<void> {
    this.steps++
    await settled()
  }

  kill(process: Process): void {
    this.note(`KILL ${process.name}`)
    process.isAlive = false
    this.calls = this.calls.filter((call) => call.process !== process)
  }
}

/** All promises that can go on without a call have gone on. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
