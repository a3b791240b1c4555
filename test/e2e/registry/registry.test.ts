/** A real schema registry: schemas are registered, found again, and refused where they do not fit. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { ConnectorError } from '../../../src/connectors/ports.ts'
import { schemaId } from '../../../src/connectors/registry/registry.ts'
import { startRegistry } from '../../servers/registry/registry.ts'

const first = { type: 'record', name: 'login', fields: [{ name: 'id', type: 'long' }] }
const compatible = {
  ...first,
  fields: [...first.fields, { name: 'os', type: ['null', 'string'], default: null }],
}
const incompatible = { ...first, fields: [...first.fields, { name: 'level', type: 'int' }] }

test('a schema is registered, found again, evolved, and refused', async (context) => {
  const server = await startRegistry()
  if ('skip' in server) {
    assert.notEqual(process.env['CI'], 'true', `in CI this test must run: ${server.skip}`)
    return context.skip(server.skip)
  }
  try {
    const registry = { urls: [server.url], userInfo: null }
    await assert.rejects(
      schemaId(registry, 'login-value', first, false),
      (error) => error instanceof ConnectorError && /refuses subject 'login-value'/.test(error.message),
    )
    const id = await schemaId(registry, 'login-value', first, true)
    assert.equal(await schemaId(registry, 'login-value', first, true), id, 'the same schema keeps its id')
    assert.equal(await schemaId(registry, 'login-value', first, false), id)

    await setCompatibility(server.url, 'login-value', 'BACKWARD')
    const second = await schemaId(registry, 'login-value', compatible, true)
    assert.notEqual(second, id)
    await assert.rejects(
      schemaId(registry, 'login-value', incompatible, true),
      (error) => error instanceof ConnectorError && /not compatible/.test(error.help ?? ''),
    )
    const stored = (await (await fetch(`${server.url}/schemas/ids/${id}`)).json()) as { schema: string }
    assert.deepEqual(JSON.parse(stored.schema), first)
  } finally {
    await server.stop()
  }
})

test('a registry that does not answer is named, without its password', async () => {
  for (const user of ['user:secret', 'user:p@secret', 'user:p/secret']) {
    const registry = { urls: [`http://${user}@127.0.0.1:1`], userInfo: null }
    await assert.rejects(schemaId(registry, 'x', first, true), (error) => {
      assert.ok(error instanceof ConnectorError)
      assert.match(error.message, /^the schema registry at http:\/\/127\.0\.0\.1:1 does not answer: /)
      assert.doesNotMatch(`${error.message}${error.help}`, /secret/)
      return true
    })
  }
})

async function setCompatibility(url: string, subject: string, compatibility: string): Promise<void> {
  const response = await fetch(`${url}/config/${subject}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ compatibility }),
  })
  assert.ok(response.ok, await response.text())
}
