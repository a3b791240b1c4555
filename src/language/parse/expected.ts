/** What the grammar expected where it stopped, in an author's words; Chevrotain asks for it as the text of its exceptions. */
import type { IParserErrorMessageProvider, TokenType } from '../../../grammar/chevrotain.ts'
import { LeftParen, Name, RightParen, Semicolon } from '../../../grammar/tokens.ts'

/** Rules in which a `)` ends a list that might go on. */
const listRules = new Set([
  'options',
  'tableItems',
  'inSuffix',
  'call',
  'type',
  'names',
  'expectedRow',
  'createFunction',
])

/** What a rule begins with, where all of its alternatives failed. */
const alternatives: Readonly<Record<string, string>> = {
  statement: 'a statement',
  predicate: 'an expression',
  primary: 'an expression',
  predicateSuffix: '`BETWEEN`, `IN`, `LIKE` or a text search',
  isSuffix: '`NULL`, `TRUE`, `FALSE`, `DISTINCT FROM` or `JSON`',
  onClause: '`EMPTY`, `ERROR` or `NULL`',
  textSearch: 'a text search',
  temporal: 'a date or time',
  cast: '`CAST`',
  type: 'a type',
  tableItem: 'a column, `WATERMARK` or `CHECK`',
  tableItems: 'a column',
  column: 'a column',
  columnClause: 'a clause of the column',
  tableClause: 'a clause of the table',
  sinkClause: '`WITH (options)` or `PARTITIONED BY (columns)`',
  defaultPolicy: '`EMPTY` or `ERROR`',
  parseClause: 'a parse step',
  parseStep: '`(options)`',
  stepArgument: 'a field, `PATH` or an expression',
  selectList: '`*` or a column',
  sinkFrom: 'a table, `ERRORS OF` or `UNCLAIMED OF`',
  testCase: '`(column = value, …)`, `IN`, `ERROR` or `DROPPED`',
  testStatement: '`GIVEN`',
  caseExpression: '`WHEN`',
  functionBody: '`AS` or `LANGUAGE`',
  inSuffix: 'an expression',
  names: 'a name',
}

function expectedToken(type: TokenType, ruleName: string): string {
  if (type === RightParen && listRules.has(ruleName)) return '`,` or `)`'
  if (type === Semicolon && ruleName === 'createTable') return 'another clause of the table, or `;`'
  if (type === Name) return 'a name'
  const label = type.LABEL ?? type.name
  return /^[A-Z_]+$/.test(label) ? `\`${label}\`` : label
}

/** What a name would name, by the rule that asks for one. */
const namesOf: Readonly<Record<string, string>> = {
  type: 'a type',
  typeArgument: 'a type',
  column: 'a column',
  fromClause: "a source's name",
  likeClause: "a table's name",
  parseStep: 'a kind of parse step',
  createSource: "the source's name",
  createTable: "the table's name",
  createSink: "the sink's name",
  createFunction: "the function's name",
  functionParameter: 'a parameter',
  functionBody: 'a language',
  testStatement: "a table's name",
  expectedColumn: 'a column',
}

/** `ruleStack`: names of rules, outermost first, `name` the last. */
export function placeOfName(ruleStack: readonly string[]): string {
  return namesOf[ruleStack.at(-2) ?? ''] ?? 'a name'
}

export const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, ruleName }) => expectedToken(expected, ruleName),
  buildNotAllInputParsedMessage: () => '`;`',
  buildNoViableAltMessage: ({ ruleName }) => alternatives[ruleName] ?? 'something else',
  buildEarlyExitMessage: ({ ruleName, previous }) =>
    ruleName === 'type' && previous.tokenType === LeftParen ? 'a number' : (alternatives[ruleName] ?? 'something else'),
}
