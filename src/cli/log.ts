/** Log lines on stderr: `warning: …` for people, or pino-shaped JSON (level, time, pid, hostname, msg). No raw records. */
import { hostname } from 'node:os'

export type LogFormat = 'text' | 'json'
export type LogLevel = 'debug' | 'info' | 'warning' | 'error'

/** pino's numbers. */
const levelNumbers: Readonly<Record<LogLevel, number>> = { debug: 20, info: 30, warning: 40, error: 50 }

/** What people see before the message. */
const prefixes: Readonly<Record<LogLevel, string>> = {
  debug: 'debug: ',
  info: '',
  warning: 'warning: ',
  error: 'error: ',
}

export class Log {
  readonly format: LogFormat
  private readonly level: LogLevel
  private readonly write: (line: string) => void

  constructor(format: LogFormat, level: LogLevel, write: (line: string) => void) {
    this.format = format
    this.level = level
    this.write = write
  }

  debug(message: string, fields: object = {}): void {
    this.line('debug', message, fields)
  }

  info(message: string, fields: object = {}): void {
    this.line('info', message, fields)
  }

  warning(message: string, fields: object = {}): void {
    this.line('warning', message, fields)
  }

  /** `help`: the way out, on a line of its own. */
  error(message: string, help: string | null = null): void {
    this.line('error', message, help === null ? {} : { help })
    if (help !== null && this.format === 'text') this.write(`  = help: ${help}\n`)
  }

  private line(level: LogLevel, message: string, fields: object): void {
    if (levelNumbers[level] < levelNumbers[this.level]) return
    if (this.format === 'text') {
      this.write(`${prefixes[level]}${message}\n`)
      return
    }
    const entry = { level: levelNumbers[level], time: Date.now(), pid: process.pid, hostname: hostname() }
    this.write(`${JSON.stringify({ ...entry, ...fields, msg: message })}\n`)
  }
}
