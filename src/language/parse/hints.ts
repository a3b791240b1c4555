/** The likely cause of a syntax error, from what stands around it. */
import { tokenMatcher, type IToken } from '../../../grammar/chevrotain.ts'
import * as t from '../../../grammar/tokens.ts'
import { nearest } from '../nearest.ts'

export interface Surroundings {
  readonly found: IToken
  /** Of the found token. */
  readonly index: number
  readonly tokens: readonly IToken[]
  /** Names of the grammar's rules, outermost first. */
  readonly rules: readonly string[]
  readonly expected: string
}

const columnWords = words(
  'NOT NULL,PATH,AS,METADATA,REST,FORMAT,DEFAULT,VIRTUAL,COMMENT,WATERMARK,CHECK,AND,OR,BETWEEN',
)
const tableWords = words('LIKE,COMMENT,FROM,FILTER,PARSE,THEN,WHERE,COLUMNS,AND,OR,CONTAINS')
const sinkWords = words('PARTITIONED,WITH,AS,SELECT,FROM,WHERE,AND,OR,ERRORS,UNCLAIMED')
const testWords = words('GIVEN,WITH,EXPECT,IN,ERROR,DROPPED')

function words(list: string): readonly string[] {
  return list.split(',')
}

/** Words that could stand in a rule, by the innermost rule that says. */
const wordsOfRule: Readonly<Record<string, readonly string[]>> = {
  tableItems: columnWords,
  createTable: ['STREAMING', 'TABLE', ...tableWords],
  createSource: ['SOURCE', 'WITH'],
  createSink: ['SINK', ...sinkWords],
  createFunction: ['FUNCTION', 'RETURNS', 'LANGUAGE', 'AS'],
  testStatement: testWords,
}

export function hintFor(around: Surroundings): string | null {
  return (
    textOverLines(around) ??
    nullable(around) ??
    ofAClass(around) ??
    reservedName(around) ??
    unquoted(around) ??
    known(around) ??
    misspelt(around)
  )
}

/** A quote that is missing shows only where the next text ends, and that text then runs over lines. */
function textOverLines({ index, tokens }: Surroundings): string | null {
  const previous = tokens[index - 1]
  if (previous === undefined || !tokenMatcher(previous, t.QuotedText)) return null
  return previous.image.includes('\n') ? "the text before it runs over lines: is a closing `'` missing?" : null
}

/** `CREATE FUNCTION f AS 'com.example.F'`, as Flink and Hive have it. */
function ofAClass({ found, rules }: Surroundings): string | null {
  if (rules.at(-1) !== 'createFunction' || found.tokenType !== t.keywords.AS) return null
  return 'write name(a STRING, …) RETURNS type AS expression, or … LANGUAGE JAVASCRIPT AS $$ … $$'
}

function nullable({ rules, expected }: Surroundings): string | null {
  if (rules.at(-1) !== 'nullOnError' || expected !== '`ON`') return null
  return 'a column may be NULL unless it says NOT NULL; `NULL ON ERROR` makes NULL of what does not convert'
}

function reservedName({ found, expected }: Surroundings): string | null {
  if (!t.isReserved(found.image) || !/ name$|^a column$/.test(expected)) return null
  return `\`${found.image}\` is a reserved word; as a name it is written in backticks`
}

function unquoted({ found, rules, expected }: Surroundings): string | null {
  if (rules.at(-2) !== 'pair' || !expected.startsWith('a text')) return null
  const { image } = found
  return /^[\w.]+$/.test(image) ? `options and their values are texts: write '${image}'` : null
}

function known({ found, index, tokens }: Surroundings): string | null {
  const previous = tokens[index - 1]
  if (found.tokenType === t.Dot) return "a nested value is brought in by a column: `id BIGINT PATH '$.role.id'`"
  if (found.tokenType === t.Equals && previous?.tokenType === t.Equals) return 'equality is a single `=`'
  return null
}

function misspelt({ found, index, tokens, rules }: Surroundings): string | null {
  const rule = rules.findLast((each) => wordsOfRule[each] !== undefined) ?? statementRule(tokens)
  const candidates = wordsOfRule[rule] ?? []
  for (const token of [found, tokens[index - 1]]) {
    if (token?.tokenType !== t.Word) continue
    const meant = nearest(token.image, candidates)
    if (meant !== null) return `did you mean \`${meant}\`?`
  }
  return null
}

/** For what stands behind a statement that was complete. */
function statementRule(tokens: readonly IToken[]): string {
  if (tokens[0].tokenType === t.keywords.TEST) return 'testStatement'
  switch (tokens[1]?.tokenType) {
    case t.keywords.SINK:
      return 'createSink'
    case t.keywords.FUNCTION:
      return 'createFunction'
    case t.keywords.SOURCE:
      return 'createSource'
    default:
      return 'createTable'
  }
}
