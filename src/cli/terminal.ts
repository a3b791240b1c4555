/** Where a command writes: data on stdout, everything else on stderr; colour and progress where that is a terminal, or as asked for. */
import { Log } from './log.ts'
import type { LogFormat, LogLevel } from './log.ts'

/** The options every command takes. */
export interface GlobalOptions {
  readonly verbose?: boolean
  readonly quiet?: boolean
  /** undefined: as the environment and the terminal say. */
  readonly color?: boolean
  readonly progress: boolean
  readonly logFormat: LogFormat
}

/** A line on stderr that is drawn over itself; now and then a line of log; nothing. */
export type ProgressKind = 'line' | 'log' | 'none'

export interface Terminal {
  /** Data: what a pipe after this command reads. */
  readonly out: (text: string) => void
  /** For people: hints and summaries that are no log. Silent under -q and with JSON logs. */
  readonly say: (text: string) => void
  readonly log: Log
  /** Whether a person reads the data. */
  readonly isOutTerminal: boolean
  readonly colourOut: boolean
  readonly colourErr: boolean
  readonly progress: ProgressKind
  readonly verbose: boolean
}

export function openTerminal(options: GlobalOptions): Terminal {
  const level: LogLevel = options.verbose ? 'debug' : options.quiet ? 'error' : 'info'
  const colourErr = wantsColour(process.stderr, options.color)
  const talks = !options.quiet && options.logFormat === 'text'
  return {
    out: (text) => void process.stdout.write(text),
    say: (text) => {
      if (talks) process.stderr.write(text)
    },
    log: new Log(options.logFormat, level, (line) => void process.stderr.write(line)),
    isOutTerminal: process.stdout.isTTY === true,
    colourOut: wantsColour(process.stdout, options.color),
    colourErr,
    progress: progressKind(options, talks),
    verbose: options.verbose ?? false,
  }
}

function progressKind({ progress, quiet }: GlobalOptions, talks: boolean): ProgressKind {
  if (!progress || quiet === true) return 'none'
  return talks && process.stderr.isTTY === true ? 'line' : 'log'
}

/** --color and --no-color first, then FORCE_COLOR and NO_COLOR (no-color.org), then whether a person is looking. */
export function wantsColour(
  stream: { readonly isTTY?: boolean },
  option: boolean | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): boolean {
  if (option !== undefined) return option
  const forced = environment['FORCE_COLOR']
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false'
  if ((environment['NO_COLOR'] ?? '') !== '') return false
  return stream.isTTY === true && environment['TERM'] !== 'dumb'
}
