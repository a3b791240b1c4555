/** The rules of expressions and types: OR < AND < NOT < predicates < `||` < `+ -` < `* / %` < unary minus < `[…]`. */
import { CstParser, tokenMatcher, type CstNode, type ParserMethod, type TokenType } from 'chevrotain'
import * as t from './tokens.ts'

const k = t.keywords
const textSearchWords = [k.CONTAINS, k.STARTS, k.ENDS, k.MATCHES]
const negatablePredicates = [k.BETWEEN, k.IN, k.LIKE, ...textSearchWords]

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
    ])
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
    this.CONSUME(k.LIKE)
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
    this.MANY(() => {
      this.CONSUME(t.LeftBracket)
      this.SUBRULE(this.expression)
      this.CONSUME(t.RightBracket)
    })
  })

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
    this.SUBRULE(this.name)
    this.CONSUME(t.LeftParen)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) })
    this.CONSUME(t.RightParen)
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
