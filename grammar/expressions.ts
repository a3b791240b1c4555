/** The rules of expressions and types: OR < AND < NOT < predicates < `||` < `+ -` < `* / %` < unary minus < `[…]` and `.`. */
import { CstParser, tokenMatcher, type CstNode, type ParserMethod, type TokenType } from 'chevrotain'
import * as t from './tokens.ts'

const k = t.keywords
const textSearchWords = [k.CONTAINS, k.STARTS, k.ENDS, k.MATCHES]
const negatablePredicates = [k.BETWEEN, k.IN, k.LIKE, k.ILIKE, k.SIMILAR, ...textSearchWords]
const word = { LABEL: 'word' }
const behaviour = { LABEL: 'behaviour' }
const event = { LABEL: 'event' }
const jsonKinds = ['VALUE', 'SCALAR', 'ARRAY', 'OBJECT']

export type Rule = ParserMethod<[], CstNode>

export class ExpressionRules extends CstParser {
  protected name: Rule = this.RULE('name', () => {
    this.CONSUME(t.Name)
  })

  protected text: Rule = this.RULE('text', () => {
    this.CONSUME(t.Text)
  })

  /** Whether the n-th next token is of the type (or of the category). */
  protected sees(n: number, type: TokenType): boolean {
    return tokenMatcher(this.LA(n), type)
  }

  /** A word that is no keyword anywhere else. */
  protected seesWord(n: number, word: string): boolean {
    return this.LA(n).image.toUpperCase() === word
  }

  protected seesOneOf(n: number, types: readonly TokenType[]): boolean {
    return types.includes(this.LA(n).tokenType)
  }

  expression: Rule = this.RULE('expression', () => {
    this.SUBRULE(this.conjunction)
    this.MANY(() => {
      this.CONSUME(k.OR)
      this.SUBRULE2(this.conjunction)
    })
  })

  private conjunction: Rule = this.RULE('conjunction', () => {
    this.SUBRULE(this.negation)
    this.MANY(() => {
      this.CONSUME(k.AND)
      this.SUBRULE2(this.negation)
    })
  })

  private negation: Rule = this.RULE('negation', () => {
    this.MANY(() => this.CONSUME(k.NOT))
    this.SUBRULE(this.predicate)
  })

  private predicate: Rule = this.RULE('predicate', () => {
    this.OR([
      { GATE: () => this.startsSearch(), ALT: () => this.SUBRULE(this.textSearch) },
      {
        ALT: () => {
          this.SUBRULE(this.concatenation)
          this.MANY({
            GATE: () => !this.sees(1, k.NOT) || this.seesOneOf(2, negatablePredicates),
            DEF: () => this.SUBRULE(this.predicateSuffix),
          })
        },
        IGNORE_AMBIGUITIES: true,
      },
    ])
  })

  /** `CONTAINS 'x'` without a left side; `contains = 1` and `contains(a, b)` are names. */
  private startsSearch(): boolean {
    if (this.sees(1, k.STARTS) || this.sees(1, k.ENDS)) return this.sees(2, k.WITH)
    return this.sees(2, t.Text) || this.sees(2, t.Word) || this.sees(2, t.QuotedName) || this.sees(2, k.CASE)
  }

  private predicateSuffix: Rule = this.RULE('predicateSuffix', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Comparison)
          this.SUBRULE(this.concatenation)
        },
      },
      { ALT: () => this.SUBRULE(this.isSuffix) },
      {
        ALT: () => {
          this.OPTION(() => this.CONSUME(k.NOT))
          this.OR2([
            { ALT: () => this.SUBRULE(this.betweenSuffix) },
            { ALT: () => this.SUBRULE(this.inSuffix) },
            { ALT: () => this.SUBRULE(this.likeSuffix) },
            { ALT: () => this.SUBRULE(this.similarSuffix) },
            { ALT: () => this.SUBRULE(this.textSearch) },
          ])
        },
      },
    ])
  })

  private isSuffix: Rule = this.RULE('isSuffix', () => {
    this.CONSUME(k.IS)
    this.OPTION(() => this.CONSUME(k.NOT))
    this.OR([
      { ALT: () => this.CONSUME(k.NULL) },
      { ALT: () => this.CONSUME(k.TRUE) },
      { ALT: () => this.CONSUME(k.FALSE) },
      { ALT: () => this.CONSUME(k.UNKNOWN) },
      {
        ALT: () => {
          this.CONSUME(k.DISTINCT)
          this.CONSUME(k.FROM)
          this.SUBRULE(this.concatenation)
        },
      },
      { GATE: () => this.seesWord(1, 'JSON'), ALT: () => this.SUBRULE(this.jsonSuffix) },
    ])
  })

  /** `JSON`, or `JSON OBJECT` and its kin. */
  private jsonSuffix: Rule = this.RULE('jsonSuffix', () => {
    this.CONSUME(t.Word)
    this.OPTION({
      GATE: () => jsonKinds.some((kind) => this.seesWord(1, kind)),
      DEF: () => this.SUBRULE(this.name),
    })
  })

  private betweenSuffix: Rule = this.RULE('betweenSuffix', () => {
    this.CONSUME(k.BETWEEN)
    this.SUBRULE(this.concatenation)
    this.CONSUME(k.AND)
    this.SUBRULE2(this.concatenation)
  })

  private inSuffix: Rule = this.RULE('inSuffix', () => {
    this.CONSUME(k.IN)
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) })
    this.CONSUME(t.RightParen)
  })

  private likeSuffix: Rule = this.RULE('likeSuffix', () => {
    this.OR([{ ALT: () => this.CONSUME(k.LIKE) }, { ALT: () => this.CONSUME(k.ILIKE) }])
    this.SUBRULE(this.concatenation)
    this.OPTION(() => {
      this.CONSUME(k.ESCAPE)
      this.SUBRULE(this.text)
    })
  })

  private similarSuffix: Rule = this.RULE('similarSuffix', () => {
    this.CONSUME(k.SIMILAR)
    this.CONSUME(k.TO)
    this.SUBRULE(this.concatenation)
    this.OPTION(() => {
      this.CONSUME(k.ESCAPE)
      this.SUBRULE(this.text)
    })
  })

  private textSearch: Rule = this.RULE('textSearch', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.CONTAINS) },
      { ALT: () => this.CONSUME(k.MATCHES) },
      {
        ALT: () => {
          this.CONSUME(k.STARTS)
          this.CONSUME(k.WITH)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.ENDS)
          this.CONSUME2(k.WITH)
        },
      },
    ])
    this.SUBRULE(this.concatenation)
  })

  private concatenation: Rule = this.RULE('concatenation', () => {
    this.SUBRULE(this.sum)
    this.MANY(() => {
      this.CONSUME(t.Concat)
      this.SUBRULE2(this.sum)
    })
  })

  private sum: Rule = this.RULE('sum', () => {
    this.SUBRULE(this.product)
    this.MANY(() => {
      this.CONSUME(t.AdditiveOperator)
      this.SUBRULE2(this.product)
    })
  })

  private product: Rule = this.RULE('product', () => {
    this.SUBRULE(this.signed)
    this.MANY(() => {
      this.CONSUME(t.MultiplicativeOperator)
      this.SUBRULE2(this.signed)
    })
  })

  private signed: Rule = this.RULE('signed', () => {
    this.MANY(() => this.CONSUME(t.AdditiveOperator))
    this.SUBRULE(this.element)
  })

  private element: Rule = this.RULE('element', () => {
    this.SUBRULE(this.primary)
    this.MANY(() => this.SUBRULE(this.accessor))
  })

  /** `[1]`, `['key']`, `.field` */
  private accessor: Rule = this.RULE('accessor', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.LeftBracket)
          this.SUBRULE(this.expression)
          this.CONSUME(t.RightBracket)
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Dot)
          this.SUBRULE(this.name)
        },
      },
    ])
  })

  /** `ARRAY[1, 2]`, `MAP['a', 1, 'b', 2]` */
  private collection: Rule = this.RULE('collection', () => {
    this.SUBRULE(this.name)
    this.CONSUME(t.LeftBracket)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) })
    this.CONSUME(t.RightBracket)
  })

  private startsCollection(): boolean {
    return (this.seesWord(1, 'ARRAY') || this.seesWord(1, 'MAP')) && this.sees(2, t.LeftBracket)
  }

  private primary: Rule = this.RULE('primary', () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.NumberLiteral) },
        { ALT: () => this.SUBRULE(this.text) },
        { ALT: () => this.CONSUME(k.NULL) },
        { ALT: () => this.CONSUME(k.TRUE) },
        { ALT: () => this.CONSUME(k.FALSE) },
        { ALT: () => this.SUBRULE(this.caseExpression) },
        { ALT: () => this.SUBRULE(this.cast) },
        { ALT: () => this.SUBRULE(this.interval) },
        { ALT: () => this.SUBRULE(this.temporal) },
        { GATE: () => this.startsCollection(), ALT: () => this.SUBRULE(this.collection) },
        { ALT: () => this.SUBRULE(this.call) },
        { ALT: () => this.SUBRULE(this.name) },
        { ALT: () => this.SUBRULE(this.parenthesised) },
      ],
      IGNORE_AMBIGUITIES: true,
    })
  })

  private parenthesised: Rule = this.RULE('parenthesised', () => {
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.expression)
    this.CONSUME(t.RightParen)
  })

  private temporal: Rule = this.RULE('temporal', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.DATE) },
      { ALT: () => this.CONSUME(k.TIME) },
      { ALT: () => this.CONSUME(k.TIMESTAMP) },
      { ALT: () => this.CONSUME(k.TIMESTAMP_LTZ) },
    ])
    this.SUBRULE(this.text)
  })

  private interval: Rule = this.RULE('interval', () => {
    this.CONSUME(k.INTERVAL)
    this.SUBRULE(this.text)
    this.SUBRULE(this.name)
    this.OPTION(() => {
      this.CONSUME(k.TO)
      this.SUBRULE2(this.name)
    })
  })

  private call: Rule = this.RULE('call', () => {
    const isTrim = this.seesWord(1, 'TRIM')
    const isPosition = this.seesWord(1, 'POSITION')
    this.SUBRULE(this.name)
    this.CONSUME(t.LeftParen)
    this.OR({
      DEF: [
        { GATE: () => isTrim && this.seesInside(k.FROM), ALT: () => this.SUBRULE(this.trimArguments) },
        { GATE: () => isPosition && this.seesInside(k.IN), ALT: () => this.SUBRULE(this.positionArguments) },
        { ALT: () => this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.argument) }) },
      ],
      MAX_LOOKAHEAD: 1,
      IGNORE_AMBIGUITIES: true,
    })
    this.CONSUME(t.RightParen)
  })

  /** Whether the parentheses that were just opened hold the token, not deeper, before any comma. */
  private seesInside(type: TokenType): boolean {
    let depth = 0
    for (let n = 1; depth >= 0; n++) {
      if (this.sees(n, t.LeftParen)) depth++
      else if (this.sees(n, t.RightParen)) depth--
      else if (depth === 0 && this.sees(n, type)) return true
      else if (this.sees(n, t.Semicolon) || (depth === 0 && this.sees(n, t.Comma))) return false
    }
    return false
  }

  /** `TRIM([BOTH | LEADING | TRAILING] [characters] FROM text)` */
  private trimArguments: Rule = this.RULE('trimArguments', () => {
    this.OPTION({
      GATE: () => !this.sees(1, k.FROM),
      DEF: () =>
        this.OR([
          { ALT: () => this.CONSUME(k.BOTH) },
          { ALT: () => this.CONSUME(k.LEADING) },
          { ALT: () => this.CONSUME(k.TRAILING) },
        ]),
    })
    this.OPTION2(() => this.SUBRULE(this.concatenation))
    this.CONSUME(k.FROM)
    this.SUBRULE2(this.concatenation)
  })

  /** `POSITION(part IN text)` */
  private positionArguments: Rule = this.RULE('positionArguments', () => {
    this.SUBRULE(this.concatenation)
    this.CONSUME(k.IN)
    this.SUBRULE2(this.concatenation)
  })

  /** With the words that some functions take; the lowering reports those that this one does not. */
  private argument: Rule = this.RULE('argument', () => {
    this.OPTION({ GATE: () => this.startsKey(), DEF: () => this.CONSUME(t.Word) })
    this.SUBRULE(this.expression)
    this.MANY(() => this.SUBRULE(this.argumentClause))
  })

  /** `JSON_OBJECT(KEY 'a' VALUE 1)`; `key VALUE 1` has a column called key. */
  private startsKey(): boolean {
    return this.seesWord(1, 'KEY') && (this.sees(2, t.Text) || this.sees(2, t.Word) || this.sees(2, t.QuotedName))
  }

  private argumentClause: Rule = this.RULE('argumentClause', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.valueClause) },
      { ALT: () => this.SUBRULE(this.unitClause) },
      { ALT: () => this.SUBRULE(this.returningClause) },
      { ALT: () => this.SUBRULE(this.wrapperClause) },
      { ALT: () => this.SUBRULE(this.onClause) },
    ])
  })

  /** `FROM 1`, `FOR 2` of SUBSTRING, OVERLAY and EXTRACT, `VALUE x` of JSON_OBJECT. */
  private valueClause: Rule = this.RULE('valueClause', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.FROM, word) },
      { ALT: () => this.CONSUME(k.FOR, word) },
      { ALT: () => this.CONSUME(k.PLACING, word) },
      { ALT: () => this.CONSUME(k.VALUE, word) },
    ])
    this.SUBRULE(this.expression)
  })

  /** `TO DAY` of FLOOR and CEIL. */
  private unitClause: Rule = this.RULE('unitClause', () => {
    this.CONSUME(k.TO, word)
    this.SUBRULE(this.name)
  })

  private returningClause: Rule = this.RULE('returningClause', () => {
    this.CONSUME(k.RETURNING)
    this.SUBRULE(this.type)
  })

  /** `WITHOUT WRAPPER`, `WITH CONDITIONAL ARRAY WRAPPER` */
  private wrapperClause: Rule = this.RULE('wrapperClause', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.WITHOUT) },
      {
        ALT: () => {
          this.CONSUME(k.WITH)
          this.OPTION(() =>
            this.OR2([{ ALT: () => this.CONSUME(k.CONDITIONAL) }, { ALT: () => this.CONSUME(k.UNCONDITIONAL) }]),
          )
        },
      },
    ])
    this.OPTION2({ GATE: () => this.seesWord(1, 'ARRAY'), DEF: () => this.CONSUME(t.Word) })
    this.CONSUME(k.WRAPPER)
  })

  /** `NULL ON EMPTY`, `DEFAULT 0 ON ERROR`, `EMPTY ARRAY ON EMPTY`, `ABSENT ON NULL` */
  private onClause: Rule = this.RULE('onClause', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.NULL, behaviour) },
      { ALT: () => this.CONSUME(k.ERROR, behaviour) },
      { ALT: () => this.CONSUME(k.TRUE, behaviour) },
      { ALT: () => this.CONSUME(k.FALSE, behaviour) },
      { ALT: () => this.CONSUME(k.UNKNOWN, behaviour) },
      { ALT: () => this.CONSUME(k.ABSENT, behaviour) },
      {
        ALT: () => {
          this.CONSUME(k.EMPTY, behaviour)
          this.SUBRULE(this.name)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.DEFAULT, behaviour)
          this.SUBRULE(this.concatenation)
        },
      },
    ])
    this.CONSUME(k.ON)
    this.OR2([
      { ALT: () => this.CONSUME2(k.EMPTY, event) },
      { ALT: () => this.CONSUME2(k.ERROR, event) },
      { ALT: () => this.CONSUME2(k.NULL, event) },
    ])
  })

  private cast: Rule = this.RULE('cast', () => {
    this.OR([{ ALT: () => this.CONSUME(k.CAST) }, { ALT: () => this.CONSUME(k.TRY_CAST) }])
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.expression)
    this.CONSUME(k.AS)
    this.SUBRULE(this.type)
    this.CONSUME(t.RightParen)
  })

  private caseExpression: Rule = this.RULE('caseExpression', () => {
    this.CONSUME(k.CASE)
    this.OPTION(() => this.SUBRULE(this.expression))
    this.AT_LEAST_ONE(() => this.SUBRULE(this.caseBranch))
    this.OPTION2(() => {
      this.CONSUME(k.ELSE)
      this.SUBRULE2(this.expression)
    })
    this.CONSUME(k.END)
  })

  private caseBranch: Rule = this.RULE('caseBranch', () => {
    this.CONSUME(k.WHEN)
    this.SUBRULE(this.expression)
    this.CONSUME(k.THEN)
    this.SUBRULE2(this.expression)
  })

  protected type: Rule = this.RULE('type', () => {
    this.SUBRULE(this.name)
    this.OPTION(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.LeftParen)
            this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.CONSUME(t.NumberLiteral) })
            this.CONSUME(t.RightParen)
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Less)
            this.AT_LEAST_ONE_SEP2({ SEP: t.Comma, DEF: () => this.SUBRULE(this.typeArgument) })
            this.CONSUME(t.Greater)
          },
        },
      ])
    })
    this.OPTION2({
      GATE: () => this.LA(2).image.toUpperCase() === 'LOCAL',
      DEF: () => this.SUBRULE(this.localTimeZone),
    })
  })

  /** `TIMESTAMP(3) WITH LOCAL TIME ZONE`, the long form of TIMESTAMP_LTZ(3). */
  private localTimeZone: Rule = this.RULE('localTimeZone', () => {
    this.CONSUME(k.WITH)
    this.CONSUME(t.Name)
    this.CONSUME(k.TIME)
    this.CONSUME2(t.Name)
  })

  /** `name type` in ROW, a type elsewhere. */
  private typeArgument: Rule = this.RULE('typeArgument', () => {
    this.OPTION({ GATE: () => this.sees(2, t.Name), DEF: () => this.SUBRULE(this.name) })
    this.SUBRULE(this.type)
  })
}
