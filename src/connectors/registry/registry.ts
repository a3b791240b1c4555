/**
 * A schema registry with Confluent's API: looks a schema up, or registers it, and gives its id. Three requests of its REST
 * interface are all that is needed (https://docs.confluent.io/platform/current/schema-registry/develop/api.html).
 */
import { ConnectorError } from '../ports.ts'

export interface RegistryOptions {
  /** Tried in order until one answers. */
  readonly urls: readonly string[]
  /** `user:password`, or null; the user part of a URL counts too. */
  readonly userInfo: string | null
}

const requestLimitMs = 10_000
const tries = 4

/** The id of exactly this schema under the subject. Registers it where it is missing, if that is allowed. */
export async function schemaId(
  registry: RegistryOptions,
  subject: string,
  schema: object,
  autoRegister: boolean,
): Promise<number> {
  const path = `/subjects/${encodeURIComponent(subject)}${autoRegister ? '/versions' : ''}`
  const answer = await request(registry, path, { schema: JSON.stringify(schema), schemaType: 'AVRO' })
  const id = (answer.body as { id?: unknown }).id
  if (answer.status === 200 && typeof id === 'number') return id
  throw refusal(registry, subject, answer)
}

interface Answer {
  readonly status: number
  readonly body: unknown
}

async function request(registry: RegistryOptions, path: string, body: object): Promise<Answer> {
  let problem: unknown = null
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt))
    for (const url of registry.urls) {
      try {
        const answer = await post(url, path, body, registry.userInfo)
        if (answer.status < 500) return answer
        problem = new Error(`HTTP ${answer.status}`)
      } catch (error) {
        problem = error
      }
    }
  }
  throw new ConnectorError(
    `the schema registry at ${shown(registry)} does not answer: ${causeOf(problem)}`,
    "is it up, and 'avro-confluent.url' right? With 'avro-confluent.schema-id' it is not asked",
    { cause: problem },
  )
}

async function post(base: string, path: string, body: object, userInfo: string | null): Promise<Answer> {
  const url = new URL(base)
  const user =
    userInfo ?? (url.username === '' ? null : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`)
  url.username = ''
  url.password = ''
  const response = await fetch(url.toString().replace(/\/$/, '') + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/vnd.schemaregistry.v1+json',
      ...(user === null ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(requestLimitMs),
  })
  const text = await response.text()
  return { status: response.status, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return { message: text.slice(0, 200) }
  }
}

function refusal(registry: RegistryOptions, subject: string, { status, body }: Answer): ConnectorError {
  const message = (body as { message?: unknown } | null)?.message
  const reason = typeof message === 'string' ? message : `HTTP ${status}`
  return new ConnectorError(
    `the schema registry at ${shown(registry)} refuses subject '${subject}': ${reason}`,
    status === 409
      ? "the table's columns are not compatible with the subject's last schema: mend them, or use another subject"
      : status === 404
        ? "register the schema that `sluice compile --target avro` prints, or set 'avro-confluent.auto-register' to 'true'"
        : null,
  )
}

/** Without user and password, also where those hold an `@` or a `/` that should have been written `%40`, `%2F`. */
function shown(registry: RegistryOptions): string {
  return registry.urls.map((url) => url.replace(/\/\/.*@/, '//')).join(', ')
}

function causeOf(problem: unknown): string {
  const error = problem instanceof Error ? problem : new Error(String(problem))
  return error.cause instanceof Error ? error.cause.message : error.message
}
