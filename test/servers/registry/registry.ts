/**
 * A real schema registry with Confluent's API for tests: Apicurio, everything in memory. `SCHEMA_REGISTRY_URL` names one that
 * runs already. Needs JDK 17 and Maven.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, startProcess, waitFor } from '../process.ts'

const execute = promisify(execFile)
const version = '2.6.13.Final'
const folder = join(import.meta.dirname, `../../../node_modules/.cache/sluice/apicurio-${version}`)
const program = join(folder, `apicurio-registry-app-${version}-runner.jar`)

export interface RegistryServer {
  readonly url: string
  stop(): Promise<void>
}

/** null with a reason where there is neither a registry nor what starts one. */
export async function startRegistry(): Promise<RegistryServer | { readonly skip: string }> {
  const given = process.env['SCHEMA_REGISTRY_URL']
  if (given !== undefined && given !== '') return { url: given, stop: async () => {} }
  try {
    await ensureProgram()
  } catch (error) {
    return { skip: `no schema registry: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` }
  }
  return start()
}

async function ensureProgram(): Promise<void> {
  if (existsSync(program)) return
  mkdirSync(folder, { recursive: true })
  const artifact = `io.apicurio:apicurio-registry-app:${version}:tar.gz:all`
  await execute('mvn', ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`])
  await execute('tar', ['xzf', join(folder, `apicurio-registry-app-${version}-all.tar.gz`), '-C', folder])
}

async function start(): Promise<RegistryServer> {
  const port = await freePort()
  const scratch = mkdtempSync(join(tmpdir(), 'sluice-registry-'))
  const java = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
  const options = [...java, '-Dquarkus.http.host=127.0.0.1', `-Dquarkus.http.port=${port}`, '-jar', program]
  const server = startProcess('java', options, join(scratch, 'log'))
  const url = `http://127.0.0.1:${port}/apis/ccompat/v7`
  const stop = async (): Promise<void> => {
    await server.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
  try {
    await waitFor('the registry to answer', 180_000, async () => {
      const failure = server.failure()
      if (failure !== null) throw new Error(`the registry ended: ${failure}`)
      return (await fetch(`${url}/subjects`)).ok
    })
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}
