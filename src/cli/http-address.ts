/** `--http 9464`, `--http 0.0.0.0:9464`, `--http [::1]:9464`: where to answer probes. This machine only, unless told otherwise. */
import { InvalidArgumentError } from 'commander'
import type { HttpAddress } from '../runtime/monitor/http-server.ts'

const loopback = '127.0.0.1'

export function httpAddress(text: string): HttpAddress {
  const match = /^(?:(?:\[(?<six>[\da-fA-F:.]+)\]|(?<host>[^:[\]/\s]+)):)?(?<port>\d{1,5})$/.exec(text)
  const port = Number(match?.groups?.['port'])
  if (match === null || port > 65_535) throw new InvalidArgumentError('It must be PORT or HOST:PORT.')
  return { host: match.groups?.['six'] ?? match.groups?.['host'] ?? loopback, port }
}
