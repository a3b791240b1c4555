/** The command line: what each command is called and takes. Commands are loaded when they are used. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { httpAddress } from './http-address.ts'
import { programName } from './program-name.ts'
import { describeFailure, ExitCode } from './failure.ts'
import { openTerminal } from './terminal.ts'
import type { GlobalOptions, Terminal } from './terminal.ts'

export interface Invocation {
  /** As `process.argv`. */
  readonly argv: readonly string[]
  readonly version: string
  /** Where package.json and schemas/ are. */
  readonly packageFolder: string
}

/** Runs one command; resolves to the exit code. Never rejects. */
export async function main(invocation: Invocation): Promise<number> {
  let exitCode: number = ExitCode.fine
  const program = describeCommands(invocation, (code) => (exitCode = code))
  try {
    await program.parseAsync(invocation.argv as string[])
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.fine : ExitCode.cannot
    throw error
  }
}

function describeCommands(invocation: Invocation, exit: (code: number) => void): Command {
  const program = new Command('sluice')
    .description('Compiles .sql definitions of sources, streaming tables and sinks, and runs them over logs.')
    .version(invocation.version)
    .option('-v, --verbose', 'say more')
    .option('-q, --quiet', 'say only what is wrong')
    .option('--color', 'colour, whatever the output is')
    .option('--no-color', 'no colour')
    .option('--no-progress', 'no progress line')
    .addOption(new Option('--log-format <format>', 'of what goes to stderr').choices(['text', 'json']).default('text'))
    .showHelpAfterError(
      `(\`${programName} --help\` lists the commands, \`${programName} <command> --help\` the options of one)`,
    )
    .exitOverride()
  // Commander would take --no-color alone for "colour by default".
  program.setOptionValue('color', undefined)

  /** Wraps a command's function: opens the terminal, reports what it throws. */
  const action =
    <Options>(run: (paths: string[], options: Options, terminal: Terminal) => Promise<number>) =>
    async (argument: string | string[] | undefined, options: Options): Promise<void> => {
      const terminal = openTerminal(program.opts<GlobalOptions>())
      const paths = Array.isArray(argument) ? argument : argument === undefined ? [] : [argument]
      exit(await reportFailure(terminal, () => run(paths, options, terminal)))
    }

  program
    .command('init [dir]')
    .description('write a small project that runs at once')
    .action(
      action(async (paths, _options: object, terminal) =>
        (await import('./commands/init.ts')).init(paths[0] ?? '.', invocation.packageFolder, terminal),
      ),
    )
  program
    .command('lint [paths...]')
    .description('all mistakes and lints of a folder (`-`: stdin)')
    .addOption(new Option('--format <format>').choices(['human', 'json', 'github', 'sarif', 'junit']).default('human'))
    .option('--output <file>', 'write the findings there')
    .option('--max-warnings <n>', 'more warnings than this are a failure', wholeNumber)
    .action(action(async (...given) => (await import('./commands/lint.ts')).lint(...given)))
  program
    .command('fmt [paths...]')
    .description('the one style; writes the files that differ from it (`-`: stdin to stdout)')
    .option('--check', 'write nothing; list the files that are not in the style')
    .option('--diff', 'write nothing; show what would change')
    .action(action(async (...given) => (await import('./commands/fmt.ts')).fmt(...given)))
  program
    .command('explain-code [codes...]')
    .description('what the code of a message means, with an example and the same mended; without a code, the list')
    .action(action(async (...given) => (await import('./commands/explain-code.ts')).explainCode(...given)))
  program
    .command('compile [paths...]')
    .description('plan, schemas, DDL and graphs')
    .option('--out-dir <dir>', 'write every target there')
    .option('--target <target>', 'print one: plan, avro, hive, flink, json-schema, mermaid, dot', 'plan')
    .action(action(async (...given) => (await import('./commands/compile.ts')).compilePaths(...given)))
  program
    .command('explain [paths...]')
    .description('the plan as a tree for people')
    .action(action(async (...given) => (await import('./commands/explain.ts')).explain(...given)))
  program
    .command('test [paths...]')
    .description('run the TESTs')
    .addOption(new Option('--format <format>').choices(['human', 'junit']).default('human'))
    .option('--coverage', 'say which tables, conditions, sinks, error policies and CHECKs no TEST reaches')
    .option('--update', 'write what came out into the files, as what is expected')
    .action(action(async (...given) => (await import('./commands/test.ts')).test(...given)))
  program
    .command('sample [paths...]')
    .description('the first records of each source through every stage, errors beside rows')
    .option('--limit <n>', 'records of each source', wholeNumber, 10)
    .option('--from <file>', 'read this file (`-`: stdin) in place of the source')
    .option('--source <name>', 'only this source')
    .addOption(
      new Option('--output <format>', 'default: table at a terminal, else records').choices([
        'table',
        'records',
        'json',
      ]),
    )
    .action(action(async (...given) => (await import('./commands/sample.ts')).sample(...given)))
  program
    .command('run [paths...]')
    .description('run the job')
    .option('--dry-run', 'check that every source and sink is there, and stop')
    .addOption(new Option('--until <when>', 'stop when caught up').choices(['end']))
    .option(
      '--local <dir>',
      'files of this folder in place of Kafka: DIR/<topic>[.log|.gz], DIR/out/<topic>.avro|jsonl',
    )
    .addOption(new Option('--output <format>', 'of the summary on stdout').choices(['json']))
    .option('--state-dir <dir>', 'what is kept between runs (default: ".sluice"; with --local DIR/out/.sluice)')
    .option('--into-existing', 'start although a sink already holds files')
    .option('--workers <n>', 'threads that share the work (default: the cores, where that pays)', workers)
    .option('--http <[host:]port>', 'answer /livez, /readyz and /metrics there (host: 127.0.0.1)', httpAddress)
    .action(action(async (...given) => (await import('./commands/run.ts')).run(...given, invocation.version)))
  program
    .command('status [paths...]')
    .description('how a job stands, from its state; with its project also which partitions are not complete')
    .option('--state-dir <dir>', 'where `run` keeps it', '.sluice')
    .option('--lag', 'ask the brokers of the project how far behind it is')
    .addOption(new Option('--output <format>').choices(['json']))
    .action(action(async (...given) => (await import('./commands/status.ts')).status(...given)))
  program
    .command('compact [paths...]')
    .description('merge the small files of closed partitions (those with a _SUCCESS)')
    .option('--state-dir <dir>', 'where `run` keeps its state', '.sluice')
    .option('--sink <name>', 'only this sink')
    .option('--partition <path>', 'only this partition, such as dt=2026-11-20')
    .option('--target-size <size>', 'of a merged file; files of half of it stay', '128 mb')
    .option('--dry-run', 'say what would be merged')
    .addOption(new Option('--output <format>').choices(['json']))
    .action(action(async (...given) => (await import('./commands/compact.ts')).compactPaths(...given)))
  return program
}

async function reportFailure(terminal: Terminal, run: () => Promise<number>): Promise<number> {
  try {
    return await run()
  } catch (error) {
    const failure = describeFailure(error)
    terminal.log.error(failure.message, failure.help)
    if (terminal.verbose && failure.stack !== null) terminal.say(`${failure.stack}\n`)
    return ExitCode.cannot
  }
}

function workers(text: string): number {
  const count = wholeNumber(text)
  if (count === 0) throw new InvalidArgumentError('It must be at least 1.')
  return count
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}
