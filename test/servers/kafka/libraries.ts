/** Kafka's own Java code: copied by Maven once, kept in node_modules/.cache. Needs JDK 17 and Maven. */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const execute = promisify(execFile)
const here = import.meta.dirname
const libraries = join(here, '../../../node_modules/.cache/sluice/kafka-4.1.1')

export const classPath = join(libraries, '*')

export async function ensureLibraries(): Promise<void> {
  if (existsSync(libraries) && readdirSync(libraries).some((name) => name.startsWith('kafka-clients'))) return
  // Others may do the same at the same time: all of them or none are there.
  const copied = `${libraries}.${process.pid}`
  const pom = join(here, 'pom.xml')
  await execute('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${copied}`])
  if (existsSync(libraries)) rmSync(copied, { recursive: true })
  else renameSync(copied, libraries)
}

/** One of Kafka's command line tools. */
export async function kafkaTool(tool: string, commandLine: readonly string[]): Promise<string> {
  const java = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classPath]
  const { stdout } = await execute('java', [...java, tool, ...commandLine], { maxBuffer: 1 << 28 })
  return stdout
}
