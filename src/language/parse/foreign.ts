/** Statements that other dialects have and this one has not, each with what to write instead. */
import type { IToken } from '../../../grammar/chevrotain.ts'
import { keywords as k, Semicolon } from '../../../grammar/tokens.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { SourceFile, Span } from '../source.ts'

const sinkHint = 'a sink declares where rows go: CREATE SINK name WITH (…) AS SELECT … FROM table'
const tableHint = 'declare what the rows are: CREATE STREAMING TABLE name (…) FROM source'
const fileHint = 'the .sql files are the whole truth: edit or remove the statement that declares it'
const nothingHint = 'statements only declare sources, tables, sinks and functions; leave this one out'

const foreignStatements: ReadonlyMap<string, string> = new Map([
  ['INSERT', sinkHint],
  ['UPSERT', sinkHint],
  ['SELECT', sinkHint],
  ['WITH', sinkHint],
  ['MERGE', sinkHint],
  ['LOAD', "a source declares where records come from: CREATE SOURCE name WITH ('connector' = 'file', …)"],
  ['DROP', fileHint],
  ['ALTER', fileHint],
  ['TRUNCATE', fileHint],
  ['DELETE', 'a table drops records by its WHERE'],
  ['UPDATE', 'a column is derived by AS expression'],
  ['RESET', fileHint],
  ...[
    'USE',
    'SHOW',
    'DESCRIBE',
    'DESC',
    'EXPLAIN',
    'BEGIN',
    'COMMIT',
    'EXECUTE',
    'ADD',
    'ANALYZE',
    'MSCK',
    'REFRESH',
  ].map((word) => [word, nothingHint] as const),
])

const foreignObjects: ReadonlyMap<string, string> = new Map([
  ['TABLE', tableHint],
  [
    'EXTERNAL',
    "a sink with 'connector' = 'hive' writes such a table: CREATE SINK name WITH (…) AS SELECT … FROM table",
  ],
  ['TEMPORARY', tableHint],
  ['VIEW', 'a table that others take over: CREATE ABSTRACT STREAMING TABLE name (…), then … LIKE name'],
  ['MATERIALIZED', tableHint],
  ['STREAM', tableHint],
  ['DATABASE', nothingHint],
  ['SCHEMA', nothingHint],
  ['CATALOG', nothingHint],
])

const objects = ['SOURCE', 'STREAMING', 'ABSTRACT', 'SINK', 'FUNCTION']

/** A statement's tokens (`;` the last) without OR REPLACE and IF NOT EXISTS (reported), or null for a statement that is none here (reported). */
export function withoutForeignWords(
  file: SourceFile,
  tokens: readonly IToken[],
  report: (diagnostic: Diagnostic) => void,
): IToken[] | null {
  const [first, second] = tokens
  const word = first.image.toUpperCase()
  const foreign = foreignStatements.get(word)
  if (foreign !== undefined) {
    report(foreignDiagnostic(spanOfTokens(file, [first]), `\`${word}\` is no statement here`, foreign))
    return null
  }
  if (first.tokenType === k.SET || first.tokenType === k.TEST) return [...tokens]
  if (first.tokenType !== k.CREATE) {
    report(unknownStatement(file, first))
    return null
  }
  if (second.tokenType === k.OR && tokens[2].image.toUpperCase() === 'REPLACE') {
    const hint = 'the statement always declares what there is; leave it out'
    report(foreignDiagnostic(spanOfTokens(file, tokens.slice(1, 3)), '`OR REPLACE` is not needed', hint))
    return withoutForeignWords(file, [first, ...tokens.slice(3)], report)
  }
  if (isIfNotExists(tokens)) {
    const at = tokens.findIndex(({ image }) => image.toUpperCase() === 'IF')
    const hint = 'the statement declares what there is, whether or not it existed; leave it out'
    report(foreignDiagnostic(spanOfTokens(file, tokens.slice(at, at + 3)), '`IF NOT EXISTS` is not needed', hint))
    return withoutForeignWords(file, tokens.toSpliced(at, 3), report)
  }
  return checkObject(file, tokens, report) ? [...tokens] : null
}

/** Right after what is created: among the first few words, before any parenthesis. */
function isIfNotExists(tokens: readonly IToken[]): boolean {
  return /^CREATE [A-Z_ ]{1,60}? ?IF NOT EXISTS /.test(
    `${tokens
      .slice(0, 8)
      .map(({ image }) => image.toUpperCase())
      .join(' ')} `,
  )
}

function checkObject(file: SourceFile, tokens: readonly IToken[], report: (diagnostic: Diagnostic) => void): boolean {
  const [create, second] = tokens
  const object = second.tokenType === Semicolon ? undefined : second
  const word = object?.image.toUpperCase() ?? ''
  if (objects.includes(word)) return true
  const span = spanOfTokens(file, object === undefined ? [create] : [create, object])
  const foreign = foreignObjects.get(word)
  if (foreign !== undefined) {
    report(foreignDiagnostic(span, `\`CREATE ${word}\` is no statement here`, foreign))
  } else {
    const meant = nearest(word, ['SOURCE', 'STREAMING TABLE', ...objects])
    report({
      code: 'E1001',
      severity: 'error',
      message: object === undefined ? 'nothing follows `CREATE`' : `\`${object.image}\` cannot be created`,
      span,
      label: 'expected SOURCE, STREAMING TABLE, SINK or FUNCTION',
      ...(meant === null ? {} : { help: `did you mean \`CREATE ${meant}\`?` }),
    })
  }
  return false
}

function unknownStatement(file: SourceFile, token: IToken): Diagnostic {
  const meant = nearest(token.image, ['CREATE', 'SET', 'TEST', ...foreignStatements.keys()])
  return {
    code: 'E1001',
    severity: 'error',
    message: `a statement cannot begin with \`${token.image.length > 40 ? `${token.image.slice(0, 40)}…` : token.image}\``,
    span: spanOfTokens(file, [token]),
    label: 'expected CREATE, SET or TEST',
    ...(meant === null ? {} : { help: `did you mean \`${meant}\`?` }),
  }
}

function foreignDiagnostic(span: Span, message: string, help: string): Diagnostic {
  return { code: 'E1005', severity: 'error', message, span, label: 'of another dialect', help }
}

function spanOfTokens(file: SourceFile, tokens: readonly IToken[]): Span {
  const last = tokens[tokens.length - 1]
  return { file, start: tokens[0].startOffset, end: last.startOffset + last.image.length }
}
