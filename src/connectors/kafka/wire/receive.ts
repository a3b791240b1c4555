/**
 * How the bytes of a Fetch answer come in. kafkajs keeps the pieces that the socket gives and joins them at the end; here a
 * large answer is read from the socket to where it stays, in memory that is used again. Answers to authentication stay kafkajs's.
 */
import { BufferPool } from './buffer-pool.ts'
import type { Connection } from './internals.ts'
import { aim } from './socket.ts'

/** Size and correlation id, before the body. */
const headBytes = 8
/** Smaller bodies are copied, and have memory of their own. */
const largeBytesMin = 64 * 1024

/** Of all consumers of the process. */
const bodies = new BufferPool(32 << 20)
/** Answers in memory of `bodies`. */
const lent = new WeakSet<Buffer>()

export function receiveInPlace(connection: Connection): void {
  const receiver = new Receiver(connection)
  const original = Reflect.get(connection, 'processData') as (this: Connection, data: Buffer) => void
  connection.processData = function (this: Connection, data: Buffer): void {
    if (this.authHandlers === null) receiver.take(data)
    else original.call(this, Buffer.from(data))
  }
}

/** Nobody looks at the answer, or at any part of it, any more: its memory is used again, if it is of here. */
export function giveBack(payload: Buffer): void {
  if (lent.delete(payload)) bodies.give(Buffer.from(payload.buffer))
}

function lend(bytes: number): Buffer {
  const body = bodies.take(bytes).subarray(0, bytes)
  lent.add(body)
  return body
}

class Receiver {
  private readonly connection: Connection
  private socket: object | null = null
  private readonly head = Buffer.alloc(headBytes)
  /** Of the head or, where there is a body, of it. */
  private filled = 0
  private body: Buffer | null = null

  constructor(connection: Connection) {
    this.connection = connection
  }

  take(data: Buffer): void {
    const { socket } = this.connection
    if (socket !== this.socket) {
      this.socket = socket
      this.filled = 0
      this.body = null
    }
    for (let at = 0; at < data.length;) {
      const target = this.body ?? this.head
      const isThere = data.buffer === target.buffer && data.byteOffset === target.byteOffset + this.filled
      const piece = isThere ? data.length : data.copy(target, this.filled, at)
      at += piece
      this.filled += piece
      if (this.filled === target.length) this.finish()
    }
    aim(socket, this.body !== null && this.body.length >= largeBytesMin ? this.body.subarray(this.filled) : null)
  }

  private finish(): void {
    const { body, head } = this
    this.filled = 0
    if (body === null) {
      const bytes = Math.max(head.readInt32BE(0) - 4, 0)
      this.body = bytes >= largeBytesMin ? lend(bytes) : Buffer.allocUnsafeSlow(bytes)
      if (bytes > 0) return
    }
    const payload = this.body ?? Buffer.alloc(0)
    this.body = null
    const correlationId = head.readInt32BE(4)
    this.connection.requestQueue.fulfillRequest({ size: payload.length + 4, correlationId, payload })
  }
}
