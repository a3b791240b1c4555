/** How generated tables get at their records: PARSE clauses, and where in a document a column's value stands. */
import { pool } from './pool.ts'
import type { PoolColumn } from './pool.ts'
import type { Shape } from './programs.ts'

export interface ParseChoice {
  /** Of some variants of the shape; below 6. */
  readonly parse: number
  readonly nullOnError: boolean
  readonly nullLiterals: boolean
  readonly columns: readonly { readonly column: PoolColumn; readonly type: number; readonly place: number }[]
}

/** Where in a document a column's value stands; `list` where several values are welcome. */
export function placeClause(name: string, place: number, list: boolean, shape: Shape): string {
  const hasTwo = shape.kind === 'nested' || shape.kind === 'unnest'
  const of = hasTwo && place % 2 === 1 ? ' OF raw' : ''
  if (shape.kind === 'grok') return isInObject(place) ? ` PATH '$.o.${name}'` : place === 7 ? ` PATH '$'` : ''
  switch (place) {
    case 1:
    case 2:
      return ` PATH '$.o.${name}'${of}`
    case 3:
      return ` PATH '$."k x"."${name}"'${of}`
    case 4:
      return ` PATH '$.a[1].${name}'${of}`
    case 5:
      return ` PATH '$.a[last].${name}'${of}`
    case 6:
      return list ? ` PATH '$.a[*].${name}'${of}` : ` PATH '$.a[0]'${of}`
    case 7:
      return ` PATH '$'${of}`
    default:
      return of === '' ? '' : ` PATH '$.${name}'${of}`
  }
}

/** In a GROK document, which has what its patterns name and nothing else. */
function isInObject(place: number): boolean {
  return place % 3 === 1 && place !== 7
}

export function parseClause(choice: ParseChoice, { kind, delimiter }: Shape): string {
  const { parse, nullOnError, nullLiterals } = choice
  const lenient = nullOnError ? ' NULL ON ERROR' : ''
  const options = nullLiterals ? [`'null-literal' = '-;NA;12'`] : []
  const withClause = (more: readonly string[] = []): string => {
    const all = [...more, ...options]
    return all.length === 0 ? '' : ` WITH (${all.join(', ')})`
  }
  const json = (argument: string): string => `JSON${argument}${withClause()}${lenient}`
  switch (kind) {
    case 'json':
    case 'dense':
      return `PARSE ${json('')}`
    case 'nested':
      return parse % 2 === 0
        ? `PARSE JSON THEN ${json(' (inner)')}`
        : `PARSE JSON${withClause()} THEN ${json(` (PATH '$.o.inner' AS inner)`)}`
    case 'unnest': {
      const options = parse % 3 === 0 ? ' WITH ORDINALITY pos' : withClause()
      const items = ['(items)', `(PATH '$.o.items' AS items)`, `(PATH '$.a' AS items)`][parse % 3]
      const outer = parse >= 3 ? ' OUTER' : ''
      const first = `UNNEST ${items}${options}${outer}${lenient}`
      return parse === 5 ? `PARSE JSON THEN ${first} THEN UNNEST (a) OUTER` : `PARSE JSON THEN ${first}`
    }
    case 'grok':
      return `PARSE GROK ${grokPatterns(choice)}${withClause()}${lenient}`
    case 'key-value': {
      const quoting = ['', `'kv.disable-quote-character' = 'true'`, `'kv.trim' = 'false'`][parse % 3]
      const more = [`'kv.field-delimiter' = '${delimiter}'`, ...(quoting === '' ? [] : [quoting])]
      if (parse >= 4) more.push(`'kv.value-delimiter' = ': '`)
      return `PARSE KEY_VALUE${withClause(more)}${lenient}`
    }
    case 'regex': {
      const patterns = [
        String.raw`'^(?<f1>[^ ]*) (?<f2>-|\w+)?(?: (?<s>[a-z]+))? ?(?<body>[\[{].*)$'`,
        String.raw`'(?i)(?<f1>[A-Z]+)?=(?<f3>\d*)', '(?s)^(?<f1>.)(?<body>.*)$'`,
      ]
      const regex = `REGEX ${patterns[parse % 2]}${withClause()}${parse === 4 ? lenient : ''}`
      return `PARSE ${regex} THEN ${json(' (body)')}`
    }
    case 'csv': {
      const names = pool.map(({ name }) => name).join(', ')
      const quoting =
        [
          '',
          `'csv.escape-character' = '\\\\'`,
          `'csv.disable-quote-character' = 'true'`,
          `'csv.allow-comments' = 'true'`,
        ][parse] ?? ''
      const more = [`'csv.field-delimiter' = '${delimiter}'`, ...(quoting === '' ? [] : [quoting])]
      if (parse === 5) more.push(`'csv.extra-fields' = 'ignore'`)
      const columns = hasColumnsClause(choice) ? ` COLUMNS (${names})` : ''
      return `PARSE CSV${columns}${withClause(more)}${lenient}`
    }
  }
}

/** Patterns that capture every column somewhere; what took no part is missing. */
function grokPatterns({ columns, parse }: ParseChoice): string {
  const kinds = ['NOTSPACE', 'WORD', 'NUMBER', 'DATA', 'BASE10NUM', 'QUOTEDSTRING']
  const captures = columns
    .filter(({ place }) => place !== 7)
    .map(({ column: { name }, place, type }) => {
      const kind = kinds[type % kinds.length]
      const conversion = type % 4 === 0 ? ':int' : type % 4 === 1 ? ':float' : ''
      const field = isInObject(place) ? `[o][${name}]` : name
      return `%{${kind}:${field}${conversion}}`
    })
  const inARow = captures.map((capture) => `(?:${capture} ?)?`).join('')
  switch (parse) {
    case 0:
      return `'^${inARow}'`
    case 1:
      return `'^${captures.join(' ')}$', '${captures.toReversed().join('|')}'`
    case 2:
      return `'^=${inARow}', '(?i)[a-z]${inARow}$', '^${inARow}'`
    default:
      return `'${captures.join('|')}'`
  }
}

/** Without COLUMNS only the columns without a value clause are fields of a CSV step. */
export function hasColumnsClause({ parse }: Pick<ParseChoice, 'parse'>): boolean {
  return parse !== 5
}
