/** Errors that cross from one thread to another: an operator sees no difference. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { describeFailure } from '../../../../src/cli/failure.ts'
import { ConnectorError } from '../../../../src/connectors/ports.ts'
import { KernelsMissing } from '../../../../src/engine/kernels/wasm.ts'
import { StateError } from '../../../../src/runtime/state/state-folder.ts'
import { receivedError, sentError } from '../../../../src/runtime/workers/sent-error.ts'

/** As a MessagePort does it. */
function across(error: unknown): Error {
  return receivedError(structuredClone(sentError(error)))
}

function raised(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('it raised nothing')
}

const errors: readonly (readonly [string, unknown])[] = [
  ['a connector', new ConnectorError('no such topic', 'make it')],
  ['a connector without a way out', new ConnectorError('no such topic')],
  ['the state', new StateError('the state is damaged', 'restore it')],
  ['kernels', new KernelsMissing('no kernels')],
  ['the system', raised(() => readFileSync('/no/such/file'))],
  ['the system, without a path', Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' })],
  ['a bug', new TypeError('x is not a function')],
  ['what is no error', 'a text'],
]

for (const [what, error] of errors) {
  test(`${what}: the same text, the same help`, () => {
    const { message, help, stack } = describeFailure(error)
    const arrived = describeFailure(across(error))
    assert.deepEqual({ message: arrived.message, help: arrived.help }, { message, help })
    if (stack !== null) assert.equal(arrived.stack, stack)
  })
}

test('a state error stays one: it is never tried again', () => {
  assert.ok(across(new StateError('x')) instanceof StateError)
  assert.ok(!(across(new ConnectorError('x')) instanceof StateError))
})
