/** Java's console producer, as a writer that is not ours. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { classPath } from './libraries.ts'

/** Each line of text a record, in order. `properties` are the producer's. */
export async function produceWithJava(
  brokers: string,
  topic: string,
  lines: readonly string[],
  properties: Readonly<Record<string, string>>,
): Promise<void> {
  const settings = Object.entries(properties).flatMap(([key, value]) => ['--producer-property', `${key}=${value}`])
  const tool = 'org.apache.kafka.tools.ConsoleProducer'
  const commandLine = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classPath, tool]
  const child = spawn('java', [...commandLine, '--bootstrap-server', brokers, '--topic', topic, ...settings])
  child.stdin.end(`${lines.join('\n')}\n`)
  const [error, [code]] = await Promise.all([text(child.stderr), once(child, 'exit'), text(child.stdout)])
  if (code !== 0) throw new Error(`${tool} ended with ${String(code)}: ${error.slice(-2_000)}`)
}
