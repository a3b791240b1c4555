/**
 * How the bytes of a Fetch answer come in. kafkajs keeps the pieces that the socket gives and joins them at the end; here each
 * is written where it stays while it is still in the processor's cache. Answers to authentication stay kafkajs's.
 */
import type { Connection } from './internals.ts'

/** Size and correlation id, before the body. */
const headBytes = 8

export function receiveInPlace(connection: Connection): void {
  const receiver = new Receiver(connection)
  const original = Reflect.get(connection, 'processData') as (this: Connection, data: Buffer) => void
  connection.processData = function (this: Connection, data: Buffer): void {
    if (this.authHandlers === null) receiver.take(data)
    else original.call(this, data)
  }
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
    if (this.connection.socket !== this.socket) {
      this.socket = this.connection.socket
      this.filled = 0
      this.body = null
    }
    for (let at = 0; at < data.length;) {
      const target = this.body ?? this.head
      const piece = data.copy(target, this.filled, at)
      at += piece
      this.filled += piece
      if (this.filled === target.length) this.finish()
    }
  }

  private finish(): void {
    const { body, head } = this
    this.filled = 0
    if (body === null) {
      const bytes = head.readInt32BE(0) - 4
      this.body = Buffer.allocUnsafeSlow(Math.max(bytes, 0))
      if (bytes > 0) return
    }
    const payload = this.body ?? Buffer.alloc(0)
    this.body = null
    const correlationId = head.readInt32BE(4)
    this.connection.requestQueue.fulfillRequest({ size: payload.length + 4, correlationId, payload })
  }
}
