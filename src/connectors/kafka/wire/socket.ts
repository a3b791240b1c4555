/**
 * Sockets to brokers. Node gives each piece that arrives fresh memory, 64 kB of it, which is garbage at once; here all pieces
 * of a socket come into one buffer, or straight to where they stay (`aim`).
 */
import { connect, isIP, type Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import type { ISocketFactory } from 'kafkajs'

interface Reading {
  /** For what has no place of its own. */
  readonly common: Buffer
  target: Buffer | null
  /** Whoever listens is done with a piece when he returns. */
  isTakenAtOnce: boolean
}

const pieceBytesMax = 64 * 1024
const readings = new WeakMap<object, Reading>()

export const openSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const reading: Reading = { common: Buffer.allocUnsafeSlow(pieceBytesMax), target: null, isTakenAtOnce: false }
  const onread = {
    buffer: (): Buffer => reading.target ?? reading.common,
    callback: (bytes: number, into: Uint8Array): boolean => {
      const piece = Buffer.from(into.buffer, into.byteOffset, bytes)
      socket.emit('data', reading.isTakenAtOnce ? piece : Buffer.from(piece))
      return true
    },
  }
  // Node's types have `onread` for connections without TLS only; its documentation has it for both.
  const secured = { host, port, onread, ...(isIP(host) === 0 ? { servername: host } : {}), ...ssl }
  const socket: Socket = ssl ? tlsConnect(secured, onConnect) : connect({ host, port, onread }, onConnect)
  socket.setKeepAlive(true, 60_000)
  readings.set(socket, reading)
  return socket
}

/**
 * Only while a piece is taken, before 'data' returns: where the next one goes, at most; null: where all go that have no place, and
 * from where each must be taken at once. Does nothing for a socket that is not of `openSocket`.
 */
export function aim(socket: object, target: Buffer | null): void {
  const reading = readings.get(socket)
  if (reading === undefined) return
  reading.target = target
  reading.isTakenAtOnce = true
}
