/** A small HTTP server of texts that are made when they are asked for. It reads nothing of what is sent. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConnectorError } from '../../connectors/ports.ts'
import { causeOf, codeOf } from '../../connectors/system-error.ts'

export interface HttpAddress {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string
  /** 0: one that is free. */
  readonly port: number
}

export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

export type Routes = ReadonlyMap<string, () => Answer | Promise<Answer>>

export interface HttpServer {
  /** `http://127.0.0.1:9464` */
  readonly url: string
  /** Breaks off what is being answered. */
  close(): Promise<void>
}

/** GET and HEAD of exactly these paths. Raises ConnectorError where the address cannot be had. */
export async function listen(address: HttpAddress, routes: Routes): Promise<HttpServer> {
  const server = createServer((request, response) => void respond(request, response, routes))
  await bind(server, address)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${hostText(address.host)}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function bind(server: Server, { host, port }: HttpAddress): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host, port, exclusive: true }, () => {
        server.off('error', reject)
        resolve()
      })
    })
  } catch (error) {
    const code = codeOf(error) ?? ''
    const [cause, help] = refusals.get(code) ?? [causeOf(error), null]
    throw new ConnectorError(`cannot listen on ${hostText(host)}:${port}: ${cause}`, help, { cause: error })
  }
}

const refusals: ReadonlyMap<string, readonly [cause: string, help: string]> = new Map([
  ['EADDRINUSE', ['another process has that port (EADDRINUSE)', 'give another one with --http; 0 takes any free one']],
  ['EADDRNOTAVAIL', ['this machine does not have that address (EADDRNOTAVAIL)', 'use 127.0.0.1, or 0.0.0.0 for all']],
  ['EACCES', ['permission denied (EACCES)', 'ports below 1024 need rights of their own; 9464 needs none']],
  ['ENOTFOUND', ['there is no host of that name (ENOTFOUND)', 'use 127.0.0.1, or 0.0.0.0 for all addresses']],
])

function hostText(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

async function respond(request: IncomingMessage, response: ServerResponse, routes: Routes): Promise<void> {
  // Nobody sends us anything that we want to have.
  request.resume()
  const { status, contentType, body } = await answerTo(request, routes)
  const headers = {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  }
  response.writeHead(status, status === 405 ? { ...headers, allow: 'GET, HEAD' } : headers)
  response.end(request.method === 'HEAD' ? undefined : body)
}

async function answerTo({ method, url }: IncomingMessage, routes: Routes): Promise<Answer> {
  const path = (url ?? '/').split('?')[0]
  const route = routes.get(path)
  if (route === undefined) return plainText(404, `there are ${[...routes.keys()].join(', ')}\n`)
  if (method !== 'GET' && method !== 'HEAD') return plainText(405, 'only GET and HEAD\n')
  try {
    return await route()
  } catch {
    // What went wrong may hold data; a probe only needs to know that it did.
    return plainText(500, 'internal error\n')
  }
}

export function plainText(status: number, body: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body }
}
