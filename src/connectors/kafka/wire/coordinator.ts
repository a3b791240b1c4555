/** Requests to the coordinator of a transactional id or a group, tried again where the error passes by itself. */
import { isPassing, understood } from './errors.ts'
import type { WireError } from './ports.ts'
import { groupCoordinator, transactionCoordinator, type Broker } from './internals.ts'
import type { Leaders } from './leaders.ts'
import { within } from '../errors.ts'
import { retryPauseMs, sleep } from './pauses.ts'

export class Coordinators {
  private readonly leaders: Leaders
  private readonly requestTimeoutMs: number
  private readonly limitMs: number
  private stopError: WireError | null = null
  /** How many requests remained without an answer, and may still arrive. */
  lostAnswers = 0

  /** `limitMs`: for a call with all its retries. */
  constructor(leaders: Leaders, requestTimeoutMs: number, limitMs: number) {
    this.leaders = leaders
    this.requestTimeoutMs = requestTimeoutMs
    this.limitMs = limitMs
  }

  /** What is under way is not tried again. */
  stop(error: WireError): void {
    this.stopError = error
  }

  async ofTransaction<T>(id: string, what: string, call: (broker: Broker) => Promise<T>): Promise<T> {
    return this.untilDone(what, async () => this.leaders.coordinator(id, transactionCoordinator), call)
  }

  async ofGroup<T>(id: string, what: string, call: (broker: Broker) => Promise<T>): Promise<T> {
    return this.untilDone(what, async () => this.leaders.coordinator(id, groupCoordinator), call)
  }

  async ofAny<T>(what: string, call: (broker: Broker) => Promise<T>): Promise<T> {
    return this.untilDone(what, async () => this.leaders.anyBroker(), call)
  }

  /**
   * Only for calls that may be repeated when their answer was lost; all of a transaction may, as long as it is the same one:
   * what is registered or committed already is so again, and a repeated InitProducerId only raises the epoch once more.
   */
  private async untilDone<T>(
    what: string,
    find: () => Promise<Broker>,
    call: (broker: Broker) => Promise<T>,
  ): Promise<T> {
    const deadline = performance.now() + this.limitMs
    for (let tries = 1; ; tries++) {
      let broker: Broker | null = null
      try {
        broker = await find()
        return await within(this.requestTimeoutMs, what, call(broker))
      } catch (raised) {
        const { error, isNetwork } = understood(raised, what)
        if (isNetwork) this.lostAnswers++
        const isWorthIt = isNetwork || isPassing(error)
        if (!isWorthIt || this.stopError !== null || performance.now() > deadline) throw this.stopError ?? error
        await sleep(retryPauseMs(tries))
        if (error.code !== concurrentTransactions) await this.leaders.lookAnew(broker, isNetwork)
      }
    }
  }
}

/** The coordinator is still writing the markers of the transaction before. */
const concurrentTransactions = 51
