/** GROK patterns: what they stand for, and what is wrong with them, in the program or in the user's pattern files. */
import { RE2JS } from 're2js'
import type { GrokDefinition, GrokDefinitions } from '../../grok/definitions.ts'
import { readDefinitions } from '../../grok/definitions.ts'
import { captureTypes, expandGrok } from '../../grok/expand.ts'
import type { GrokMistake } from '../../grok/expand.ts'
import { grokLibrary } from '../../grok/library/index.ts'
import type { GrokNames } from '../../grok/library/index.ts'
import type { ReadPatterns } from '../../grok/pattern-files.ts'
import type { GrokPattern } from '../../model/model.ts'
import type { DiagnosticCode } from '../codes.ts'
import type { Option, ParseStepNode, Text } from '../ast.ts'
import type { Span } from '../source.ts'
import { spanInLiteral } from './literal-place.ts'
import { didYouMean, listOf } from './nearest.ts'
import type { Reporter } from './reporter.ts'

/** Null where one of the patterns is wrong. */
export function checkPatterns(
  node: ParseStepNode,
  values: ReadonlyMap<string, unknown>,
  readPatterns: ReadPatterns,
  report: Reporter,
): readonly GrokPattern[] | null {
  const names = (values.get('grok.names') as GrokNames | undefined) ?? 'ecs-v1'
  const paths = (values.get('grok.patterns') as readonly string[] | undefined) ?? []
  const option = node.options.find(({ key }) => key.value === 'grok.patterns')
  const own = option === undefined ? new Map() : readOwn(paths, option, readPatterns, report)
  // Where a file could not be read, a name that is not there may be its.
  if (own === null) return null
  const definitions: GrokDefinitions = new Map([...grokLibrary(names), ...own])
  const patterns = node.patterns.map((literal) => checkPattern(literal, definitions, report))
  return patterns.every((pattern) => pattern !== null) ? patterns : null
}

function readOwn(
  paths: readonly string[],
  { value }: Option,
  readPatterns: ReadPatterns,
  report: Reporter,
): ReadonlyMap<string, GrokDefinition> | null {
  const definitions = new Map<string, GrokDefinition>()
  let isWhole = true
  for (const path of paths) {
    const { files, problem } = readPatterns(path, value.span.file)
    if (files === null) {
      isWhole = false
      const start = value.value.indexOf(path)
      report.error(
        'E5007',
        spanInLiteral(value, start, start + path.length),
        `cannot read the patterns in \`${path}\``,
        {
          label: problem,
          help: 'a path is relative to the working directory, or else to the folder of this file; several stand by `;`',
        },
      )
      continue
    }
    for (const read of files.map((file) => readDefinitions(file))) {
      for (const span of read.wrong) reportNoDefinition(span, report)
      for (const [name, definition] of read.definitions) definitions.set(name, definition)
    }
  }
  return isWhole ? definitions : null
}

function reportNoDefinition(span: Span, report: Reporter): void {
  report.error('E3019', span, 'this line defines no pattern', {
    label: 'not understood',
    help: 'a line is `NAME pattern`; `#` begins a comment',
  })
}

function checkPattern(literal: Text, definitions: GrokDefinitions, report: Reporter): GrokPattern | null {
  const { expansion, mistakes } = expandGrok(literal.value, definitions)
  for (const mistake of mistakes) reportMistake(mistake, literal, definitions, report)
  if (mistakes.length > 0) return null
  try {
    RE2JS.compile(expansion.regex)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    report.error('E3010', literal.span, 'wrong regex', {
      label: message.replace(/^error parsing regexp: /, '').slice(0, 200),
      help: "what the pattern stands for must be of RE2's syntax: https://github.com/google/re2/wiki/Syntax",
    })
    return null
  }
  return { text: literal.value, ...expansion }
}

interface Said {
  readonly code: DiagnosticCode
  readonly message: string
  readonly label: string
  readonly help: string | undefined
}

function reportMistake(mistake: GrokMistake, literal: Text, definitions: GrokDefinitions, report: Reporter): void {
  const { definition, start, end } = mistake
  const { code, message, label, help } = sayMistake(mistake, definitions)
  if (definition === null) {
    report.error(code, spanInLiteral(literal, start, end), message, { label, help })
    return
  }
  const span = { file: definition.file, start: definition.start + start, end: definition.start + end }
  report.error(code, span, message, { label, help, related: [{ span: literal.span, label: 'used here' }] })
}

function sayMistake({ kind, subject }: GrokMistake, definitions: GrokDefinitions): Said {
  switch (kind) {
    case 'unknown-name':
      return {
        code: 'E2018',
        message: `unknown grok pattern \`${subject}\``,
        label: 'neither in the library nor in a pattern file',
        help:
          didYouMean(subject, definitions.keys()) ?? "files with more patterns are named by the option 'grok.patterns'",
      }
    case 'cycle':
      return {
        code: 'E4017',
        message: `the grok pattern \`${subject}\` contains itself`,
        label: 'would never end',
        help: 'a pattern may use others, but none that uses it',
      }
    case 'foreign':
      return {
        code: 'E3011',
        message: `RE2 has no ${subject}`,
        label: subject,
        help: 'give the step several patterns (the first that matches counts), or test what was captured in WHERE',
      }
    case 'unknown-type':
      return {
        code: 'E3018',
        message: `unknown type \`${subject}\` in a grok pattern`,
        label: 'not a type of grok',
        help: didYouMean(subject, captureTypes) ?? `write ${listOf(captureTypes)}, or none: the column's type counts`,
      }
    case 'wrong-field':
      return {
        code: 'E3018',
        message: `wrong field name \`${subject}\` in a grok pattern`,
        label: 'brackets that do not fit',
        help: 'write a plain name, or [a][b] for a place inside an object',
      }
    case 'conflict':
      return {
        code: 'E3018',
        message: `the field \`${subject}\` would be a text and an object`,
        label: 'an object elsewhere, or inside a text',
        help: 'give one of the two another name',
      }
    case 'too-long':
      return {
        code: 'E3010',
        message: 'wrong regex',
        label: 'what the pattern stands for is too long',
        help: 'use smaller patterns, or split them over several steps',
      }
  }
}
