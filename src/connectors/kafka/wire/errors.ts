/** Kafka's error codes and kafkajs's errors, sorted by what is to be done: try again, look for the leader anew, or give up. */
import { Unanswered } from '../errors.ts'
import { errorType } from './internals.ts'
import { NoAnswer, WireError } from './ports.ts'

/** kafkajs's own table ends at 88. */
const laterTypes: ReadonlyMap<number, string> = new Map([
  [89, 'THROTTLING_QUOTA_EXCEEDED'],
  [90, 'PRODUCER_FENCED'],
  [110, 'NEW_LEADER_ELECTED'],
  [120, 'TRANSACTION_ABORTABLE'],
])

export const unknownTopicOrPartition = 3
/** The broker had the batch already. */
export const duplicateSequence = 46

/** Passing: the same request succeeds later, at this broker or at another. 7 and 20 may have been done all the same. */
const passing = new Set([2, 3, 5, 6, 7, 8, 13, 14, 15, 16, 19, 20, 51, 56, 74, 75, 89, 110])
/** Another broker leads the partition now. */
const moved = new Set([3, 5, 6, 8, 13, 56, 74, 75, 110])
/** Another producer has the transactional id now, or the transaction ran out of time. */
const fenced = new Set([47, 49, 90])

const networkErrors = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSLockTimeout',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSTopicMetadataNotLoaded',
  'KafkaJSGroupCoordinatorNotFound',
])

export function refusal(what: string, code: number, message: string | null = null): WireError {
  const type = laterTypes.get(code) ?? errorType(code)
  return new WireError(`${what}: ${type}${message === null || message === '' ? '' : ` (${message})`}`, code, { type })
}

/** What kafkajs raised, as a WireError; `network` tells whether it was about the connection rather than about the request. */
export function understood(error: unknown, what: string): { readonly error: WireError; readonly isNetwork: boolean } {
  if (error instanceof WireError) return { error, isNetwork: error instanceof NoAnswer }
  if (error instanceof Unanswered)
    return { error: new NoAnswer(error.message, null, { cause: error }), isNetwork: true }
  const cause = rootCause(error)
  const code = codeOf(cause)
  if (code !== null) return { error: refusal(what, code), isNetwork: false }
  const wrapped = new WireError(`${what}: ${cause.message}`, null, { cause: error })
  return { error: wrapped, isNetwork: isAboutConnection(cause) }
}

/** A plain Error says so where a broker is asked while it is still being connected to. */
function isAboutConnection(error: Error): boolean {
  const isRefused = String(Reflect.get(error, 'code')).startsWith('ECONN')
  return networkErrors.has(error.name) || isRefused || error.message === 'Broker not connected'
}

/** kafkajs raises codes beyond its table with the number in the text only. */
function codeOf(error: Error): number | null {
  const unknown = /^Unknown error code (-?\d+)/.exec(error.message)
  if (unknown !== null) return Number(unknown[1])
  const code: unknown = Reflect.get(error, 'code')
  return error.name.startsWith('KafkaJS') && typeof code === 'number' ? code : null
}

function rootCause(error: unknown): Error {
  let cause = error instanceof Error ? error : new Error(String(error))
  while (cause.cause instanceof Error) cause = cause.cause
  return cause
}

export function isPassing({ code }: WireError): boolean {
  return code !== null && passing.has(code)
}

export function isMoved({ code }: WireError): boolean {
  return code !== null && moved.has(code)
}

export function isFenced(error: unknown): boolean {
  return error instanceof WireError && error.code !== null && fenced.has(error.code)
}
