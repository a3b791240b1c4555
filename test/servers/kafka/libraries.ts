/** Kafka's own Java code: copied by Maven once, kept in node_modules/.cache. Needs JDK 17 and Maven. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

export const execute = promisify(execFile)
const here = import.meta.dirname
const libraries = join(here, '../../../node_modules/.cache/sluice/kafka-4.1.1')

export const classPath = join(libraries, '*')

export async function ensureLibraries(): Promise<void> {
  if (existsSync(libraries) && readdirSync(libraries).some((name) => name.startsWith('kafka-clients'))) return
  const pom = join(here, 'pom.xml')
  await execute('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${libraries}`])
}

/** One of Kafka's command line tools. */
export async function kafkaTool(tool: string, commandLine: readonly string[]): Promise<string> {
  const { stdout } = await execute('java', javaArguments(tool, commandLine), { maxBuffer: 1 << 28 })
  return stdout
}

/** Each line as it comes, where all of them are too much to keep. Raises if the tool fails. */
export async function eachLineOfKafkaTool(
  tool: string,
  commandLine: readonly string[],
  onLine: (line: string) => void,
): Promise<void> {
  const child = spawn('java', javaArguments(tool, commandLine), { stdio: ['ignore', 'pipe', 'ignore'] })
  const lines = createInterface({ input: child.stdout }).on('line', onLine)
  const [[code]] = await Promise.all([once(child, 'close'), once(lines, 'close')])
  if (code !== 0) throw new Error(`${tool} ended with ${code}`)
}

function javaArguments(tool: string, commandLine: readonly string[]): string[] {
  return ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classPath, tool, ...commandLine]
}
