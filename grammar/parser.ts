/** The rules of statements. One statement is parsed at a time: whoever calls cuts the tokens behind each `;`. */
import { EarlyExitException, NoViableAltException } from 'chevrotain'
import type { CstNode, IParserErrorMessageProvider, IToken, TokenType } from 'chevrotain'
import { ExpressionRules, type Rule } from './expressions.ts'
import * as t from './tokens.ts'

const k = t.keywords

/** Words that only ever name types; they tell a column whose comma is missing from a clause of the column before it. */
const typeWords = new Set(
  (
    'BOOLEAN TINYINT SMALLINT INT INTEGER BIGINT FLOAT REAL DOUBLE DECIMAL NUMERIC STRING VARCHAR CHAR BYTES BINARY VARBINARY DATE ' +
    'TIME TIMESTAMP TIMESTAMP_LTZ JSON ARRAY MAP ROW'
  ).split(' '),
)

const insertable: ReadonlySet<TokenType> = new Set([
  t.Comma,
  t.RightParen,
  t.Equals,
  k.AS,
  k.THEN,
  k.BY,
  k.WITH,
  k.EXPECT,
])

/** What of Chevrotain's parser its types leave out. */
interface Internals {
  getCurrRuleFullName(): string
  SAVE_ERROR(error: Error): Error
}

export class SluiceParser extends ExpressionRules {
  readonly #messages: IParserErrorMessageProvider

  /**
   * `validate`: whether to search the grammar for its own mistakes, which takes its time; a test does. `recovers`: whether to go on
   * behind the first error.
   */
  constructor(messages: IParserErrorMessageProvider, { validate = false, recovers = true } = {}) {
    super(t.allTokens, {
      skipValidations: !validate,
      recoveryEnabled: recovers,
      maxLookahead: 2,
      nodeLocationTracking: 'onlyOffset',
      errorMessageProvider: messages,
    })
    this.#messages = messages
    this.performSelfAnalysis()
  }

  /**
   * These two in place of Chevrotain's, which search all that could stand at the place, milliseconds an error, for a message that has
   * no use for it.
   */
  protected raiseNoAltException(): never {
    const details = { expectedPathsPerAlt: [], actual: [], previous: this.LA(0), ruleName: this.#ruleName() }
    const message = this.#messages.buildNoViableAltMessage(details)
    throw this.#saved(new NoViableAltException(message, this.LA(1), this.LA(0)))
  }

  protected raiseEarlyExitException(): never {
    const details = { expectedIterationPaths: [], actual: [], previous: this.LA(0), ruleName: this.#ruleName() }
    const message = this.#messages.buildEarlyExitMessage(details)
    throw this.#saved(new EarlyExitException(message, this.LA(1), this.LA(0)))
  }

  #ruleName(): string {
    return (this as unknown as Internals).getCurrRuleFullName()
  }

  #saved(error: Error): Error {
    return (this as unknown as Internals).SAVE_ERROR(error)
  }

  /** What may be thought in where it is missing and the rest fits: never what has a meaning of its own. */
  protected override canTokenTypeBeInsertedInRecovery(type: TokenType): boolean {
    return insertable.has(type)
  }

  /** A column without a type is not read on into the next column. */
  protected override canTokenTypeBeDeletedInRecovery(type: TokenType): boolean {
    return type !== t.Name
  }

  statement: Rule = this.RULE('statement', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.setStatement) },
      { ALT: () => this.SUBRULE(this.createSource) },
      { ALT: () => this.SUBRULE(this.createTable) },
      { ALT: () => this.SUBRULE(this.createSink) },
      { ALT: () => this.SUBRULE(this.createFunction) },
      { ALT: () => this.SUBRULE(this.testStatement) },
    ])
  })

  private setStatement: Rule = this.RULE('setStatement', () => {
    this.CONSUME(k.SET)
    this.SUBRULE(this.pair)
    this.CONSUME(t.Semicolon)
  })

  private createSource: Rule = this.RULE('createSource', () => {
    this.CONSUME(k.CREATE)
    this.CONSUME(k.SOURCE)
    this.SUBRULE(this.name)
    this.CONSUME(k.WITH)
    this.SUBRULE(this.options)
    this.CONSUME(t.Semicolon)
  })

  private options: Rule = this.RULE('options', () => {
    this.CONSUME(t.LeftParen)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.optionRun) })
    this.CONSUME(t.RightParen)
  })

  /** More than one option in a run: a comma is missing, which the lowering reports. */
  private optionRun: Rule = this.RULE('optionRun', () => {
    this.SUBRULE(this.pair)
    this.MANY({
      GATE: () => this.sees(1, t.Text) && this.sees(2, t.Equals),
      DEF: () => this.SUBRULE2(this.pair),
    })
  })

  private pair: Rule = this.RULE('pair', () => {
    this.SUBRULE(this.text)
    this.CONSUME(t.Equals)
    this.SUBRULE2(this.text)
  })

  private createTable: Rule = this.RULE('createTable', () => {
    this.CONSUME(k.CREATE)
    this.OPTION(() => this.CONSUME(k.ABSTRACT))
    this.CONSUME(k.STREAMING)
    this.CONSUME(k.TABLE)
    this.SUBRULE(this.name)
    this.MANY(() => this.SUBRULE(this.tableClause))
    this.CONSUME(t.Semicolon)
  })

  /** In any order; the lowering reports a wrong one, and clauses that belong to a sink. */
  private tableClause: Rule = this.RULE('tableClause', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.tableItems) },
      { ALT: () => this.SUBRULE(this.likeClause) },
      { ALT: () => this.SUBRULE(this.commentClause) },
      { ALT: () => this.SUBRULE(this.fromClause) },
      { ALT: () => this.SUBRULE(this.filterClause) },
      { ALT: () => this.SUBRULE(this.parseClause) },
      { ALT: () => this.SUBRULE(this.whereClause) },
      { ALT: () => this.SUBRULE(this.sinkClause) },
    ])
  })

  private likeClause: Rule = this.RULE('likeClause', () => {
    this.CONSUME(k.LIKE)
    this.SUBRULE(this.name)
  })

  private commentClause: Rule = this.RULE('commentClause', () => {
    this.CONSUME(k.COMMENT)
    this.SUBRULE(this.text)
  })

  private fromClause: Rule = this.RULE('fromClause', () => {
    this.CONSUME(k.FROM)
    this.SUBRULE(this.name)
  })

  private filterClause: Rule = this.RULE('filterClause', () => {
    this.CONSUME(k.FILTER)
    this.SUBRULE(this.expression)
  })

  private whereClause: Rule = this.RULE('whereClause', () => {
    this.CONSUME(k.WHERE)
    this.SUBRULE(this.expression)
  })

  private tableItems: Rule = this.RULE('tableItems', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.tableItemRun) })
    this.CONSUME(t.RightParen)
  })

  /** More than one item in a run: a comma is missing, which the lowering reports. */
  private tableItemRun: Rule = this.RULE('tableItemRun', () => {
    this.SUBRULE(this.tableItem)
    this.MANY({ GATE: () => this.startsItem(), DEF: () => this.SUBRULE2(this.tableItem) })
  })

  private startsItem(): boolean {
    if (this.sees(1, k.WATERMARK)) return this.sees(2, k.FOR) || this.seesType(2)
    if (this.sees(1, k.CONSTRAINT) || this.sees(1, k.CHECK)) return true
    return this.sees(1, t.Name) && !this.sees(1, k.DEFAULT) && this.seesType(2)
  }

  private seesType(n: number): boolean {
    return this.sees(n, t.Name) && typeWords.has(this.LA(n).image.toUpperCase())
  }

  private tableItem: Rule = this.RULE('tableItem', () => {
    this.OR({
      DEF: [
        { GATE: () => this.sees(2, k.FOR), ALT: () => this.SUBRULE(this.watermark) },
        { GATE: () => !this.seesType(2) || this.sees(3, k.CHECK), ALT: () => this.SUBRULE(this.check) },
        { ALT: () => this.SUBRULE(this.column) },
      ],
      MAX_LOOKAHEAD: 1,
      IGNORE_AMBIGUITIES: true,
    })
  })

  private watermark: Rule = this.RULE('watermark', () => {
    this.CONSUME(k.WATERMARK)
    this.CONSUME(k.FOR)
    this.SUBRULE(this.name)
    this.CONSUME(k.AS)
    this.SUBRULE(this.expression)
  })

  private check: Rule = this.RULE('check', () => {
    this.OPTION(() => {
      this.CONSUME(k.CONSTRAINT)
      this.SUBRULE(this.name)
    })
    this.CONSUME(k.CHECK)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.expression)
    this.CONSUME(t.RightParen)
  })

  /** A reserved word in the name's place is read on; the lowering reports it. */
  private column: Rule = this.RULE('column', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.name) },
      { GATE: () => this.seesType(2), ALT: () => this.CONSUME(t.Reserved) },
    ])
    this.SUBRULE(this.type)
    this.MANY({ GATE: () => !this.startsItem(), DEF: () => this.SUBRULE(this.columnClause) })
  })

  /** In any order; the lowering reports a wrong one. */
  private columnClause: Rule = this.RULE('columnClause', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.notNull) },
      { ALT: () => this.SUBRULE(this.pathClause) },
      { ALT: () => this.SUBRULE(this.asClause) },
      { ALT: () => this.SUBRULE(this.metadataClause) },
      { ALT: () => this.SUBRULE(this.restClause) },
      { ALT: () => this.SUBRULE(this.formatClause) },
      { ALT: () => this.SUBRULE(this.defaultPolicy) },
      { ALT: () => this.SUBRULE(this.nullOnError) },
      { ALT: () => this.CONSUME(k.VIRTUAL) },
      { ALT: () => this.SUBRULE(this.commentClause) },
    ])
  })

  private notNull: Rule = this.RULE('notNull', () => {
    this.CONSUME(k.NOT)
    this.CONSUME(k.NULL)
  })

  private pathClause: Rule = this.RULE('pathClause', () => {
    this.CONSUME(k.PATH)
    this.SUBRULE(this.text)
    this.OPTION(() => {
      this.CONSUME(k.OF)
      this.SUBRULE(this.name)
    })
  })

  private asClause: Rule = this.RULE('asClause', () => {
    this.CONSUME(k.AS)
    this.SUBRULE(this.expression)
  })

  private metadataClause: Rule = this.RULE('metadataClause', () => {
    this.CONSUME(k.METADATA)
    this.OPTION(() => {
      this.CONSUME(k.FROM)
      this.SUBRULE(this.text)
    })
  })

  private restClause: Rule = this.RULE('restClause', () => {
    this.CONSUME(k.REST)
    this.OPTION(() => {
      this.CONSUME(k.OF)
      this.SUBRULE(this.name)
    })
  })

  private formatClause: Rule = this.RULE('formatClause', () => {
    this.CONSUME(k.FORMAT)
    this.SUBRULE(this.text)
    this.MANY({
      GATE: () => this.sees(2, t.Text),
      DEF: () => {
        this.CONSUME(t.Comma)
        this.SUBRULE2(this.text)
      },
    })
  })

  private defaultPolicy: Rule = this.RULE('defaultPolicy', () => {
    this.CONSUME(k.DEFAULT)
    this.SUBRULE(this.expression)
    this.OPTION(() => {
      this.CONSUME(k.ON)
      this.OR([{ ALT: () => this.CONSUME(k.EMPTY) }, { ALT: () => this.CONSUME(k.ERROR) }])
    })
  })

  private nullOnError: Rule = this.RULE('nullOnError', () => {
    this.CONSUME(k.NULL)
    this.CONSUME(k.ON)
    this.CONSUME(k.ERROR)
  })

  private parseClause: Rule = this.RULE('parseClause', () => {
    this.CONSUME(k.PARSE)
    this.AT_LEAST_ONE_SEP({ SEP: k.THEN, DEF: () => this.SUBRULE(this.parseStep) })
  })

  private parseStep: Rule = this.RULE('parseStep', () => {
    this.SUBRULE(this.name)
    this.OPTION(() => {
      this.SUBRULE(this.text)
      this.MANY(() => {
        this.CONSUME(t.Comma)
        this.SUBRULE2(this.text)
      })
    })
    this.OPTION2(() => this.SUBRULE(this.stepArgument))
    this.OPTION3(() => {
      this.CONSUME(k.COLUMNS)
      this.SUBRULE(this.names)
    })
    this.OPTION4(() => {
      this.CONSUME(k.WITH)
      this.OR([
        { ALT: () => this.SUBRULE(this.options) },
        {
          ALT: () => {
            this.CONSUME(k.ORDINALITY)
            this.SUBRULE2(this.name)
          },
        },
      ])
    })
    this.OPTION5(() => this.CONSUME(k.OUTER))
    this.OPTION6(() => this.SUBRULE(this.nullOnError))
  })

  private stepArgument: Rule = this.RULE('stepArgument', () => {
    this.CONSUME(t.LeftParen)
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(k.PATH)
            this.SUBRULE(this.text)
          },
        },
        { ALT: () => this.SUBRULE(this.expression) },
      ],
      IGNORE_AMBIGUITIES: true,
    })
    this.OPTION(() => {
      this.CONSUME(k.AS)
      this.SUBRULE(this.name)
    })
    this.CONSUME(t.RightParen)
  })

  private names: Rule = this.RULE('names', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.name) })
    this.CONSUME(t.RightParen)
  })

  private createSink: Rule = this.RULE('createSink', () => {
    this.CONSUME(k.CREATE)
    this.CONSUME(k.SINK)
    this.SUBRULE(this.name)
    this.MANY(() => this.SUBRULE(this.sinkClause))
    this.CONSUME(k.AS)
    this.SUBRULE(this.select)
    this.CONSUME(t.Semicolon)
  })

  private sinkClause: Rule = this.RULE('sinkClause', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.PARTITIONED)
          this.CONSUME(k.BY)
          this.SUBRULE(this.names)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.WITH)
          this.SUBRULE(this.options)
        },
      },
    ])
  })

  private select: Rule = this.RULE('select', () => {
    this.CONSUME(k.SELECT)
    this.SUBRULE(this.selectList)
    this.CONSUME(k.FROM)
    this.SUBRULE(this.sinkFrom)
    this.OPTION(() => this.SUBRULE(this.whereClause))
  })

  private selectList: Rule = this.RULE('selectList', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Star) },
      { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.selectItem) }) },
    ])
  })

  private selectItem: Rule = this.RULE('selectItem', () => {
    this.SUBRULE(this.expression)
    this.OPTION(() => {
      this.CONSUME(k.AS)
      this.SUBRULE(this.name)
    })
  })

  private sinkFrom: Rule = this.RULE('sinkFrom', () => {
    this.OPTION({
      GATE: () => this.sees(2, k.OF),
      DEF: () => {
        this.OR([{ ALT: () => this.CONSUME(k.ERRORS) }, { ALT: () => this.CONSUME(k.UNCLAIMED) }])
        this.CONSUME(k.OF)
      },
    })
    this.SUBRULE(this.name)
  })

  private createFunction: Rule = this.RULE('createFunction', () => {
    this.CONSUME(k.CREATE)
    this.CONSUME(k.FUNCTION)
    this.SUBRULE(this.name)
    this.CONSUME(t.LeftParen)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.functionParameter) })
    this.CONSUME(t.RightParen)
    this.CONSUME(k.RETURNS)
    this.SUBRULE(this.type)
    this.SUBRULE(this.functionBody)
    this.CONSUME(t.Semicolon)
  })

  private functionParameter: Rule = this.RULE('functionParameter', () => {
    this.SUBRULE(this.name)
    this.SUBRULE(this.type)
  })

  private functionBody: Rule = this.RULE('functionBody', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(k.LANGUAGE)
          this.SUBRULE(this.name)
          this.CONSUME(k.AS)
          this.SUBRULE(this.text)
        },
      },
      {
        ALT: () => {
          this.CONSUME2(k.AS)
          this.SUBRULE(this.expression)
        },
      },
    ])
  })

  private testStatement: Rule = this.RULE('testStatement', () => {
    this.CONSUME(k.TEST)
    this.SUBRULE(this.name)
    this.AT_LEAST_ONE(() => this.SUBRULE(this.testCase))
    this.CONSUME(t.Semicolon)
  })

  private testCase: Rule = this.RULE('testCase', () => {
    this.CONSUME(k.GIVEN)
    this.SUBRULE(this.text)
    this.OPTION(() => {
      this.CONSUME(k.WITH)
      this.SUBRULE(this.options)
    })
    this.CONSUME(k.EXPECT)
    this.OR([
      { ALT: () => this.SUBRULE(this.expectedRows) },
      {
        ALT: () => {
          this.CONSUME(k.ERROR)
          this.SUBRULE2(this.text)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.DROPPED)
          this.SUBRULE3(this.text)
        },
      },
    ])
  })

  private expectedRows: Rule = this.RULE('expectedRows', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expectedRow) })
  })

  private expectedRow: Rule = this.RULE('expectedRow', () => {
    this.OPTION(() => this.SUBRULE(this.expectedSinks))
    this.CONSUME(t.LeftParen)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expectedColumn) })
    this.CONSUME(t.RightParen)
  })

  private expectedSinks: Rule = this.RULE('expectedSinks', () => {
    this.CONSUME(k.IN)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.name) })
  })

  private expectedColumn: Rule = this.RULE('expectedColumn', () => {
    this.SUBRULE(this.name)
    this.CONSUME(t.Equals)
    this.SUBRULE(this.expression)
  })

  /** One statement's tokens, its `;` the last. */
  parseStatement(tokens: IToken[]): CstNode {
    this.input = tokens
    return this.statement()
  }
}
