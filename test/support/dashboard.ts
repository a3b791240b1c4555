/** The Grafana dashboard as Grafana reads it, and what its queries ask Prometheus for. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from './sluice.ts'

export interface DataSource {
  readonly type: string
  readonly uid: string
}

export interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly description?: string
  readonly datasource: DataSource
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly fieldConfig: { readonly defaults: object; readonly overrides: readonly object[] }
  readonly targets: readonly Target[]
}

export interface Target {
  readonly refId: string
  readonly datasource: DataSource
  readonly expr: string
  readonly legendFormat: string
}

export interface Variable {
  readonly name: string
  readonly type: string
  readonly query: string | { readonly query: string }
  readonly datasource?: DataSource
}

export interface Dashboard {
  readonly uid: string
  readonly title: string
  readonly schemaVersion: number
  readonly version: number
  readonly time: { readonly from: string; readonly to: string }
  readonly annotations: { readonly list: readonly object[] }
  readonly templating: { readonly list: readonly Variable[] }
  readonly panels: readonly Panel[]
}

export function readDashboard(): Dashboard {
  return JSON.parse(readFileSync(join(repository, 'docs/grafana-dashboard.json'), 'utf8')) as Dashboard
}

/** A series that an expression of PromQL asks for, and the labels that the expression expects it to have. */
export interface Asked {
  readonly series: string
  readonly labels: readonly string[]
}

/** Labels in selectors and, where it is aggregated `by` some, those. Only for what dashboards and alerts of ours are made of. */
export function askedBy(expr: string): readonly Asked[] {
  const groups = [...expr.matchAll(/\bby\s*\(([^)]*)\)\s*\(/g)].map(({ index, 0: { length }, 1: labels }) => {
    const from = index + length
    return { from, to: closingParenthesis(expr, from), labels: namesIn(labels) }
  })
  const found = expr.matchAll(/\b((?:sluice|process|nodejs)_\w+)(?:\{([^}]*)\})?/g)
  return [...found].map(({ index, 1: series, 2: selector = '' }) => ({
    series,
    labels: [
      ...[...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label),
      ...groups.filter(({ from, to }) => from <= index && index < to).flatMap(({ labels }) => labels),
    ],
  }))
}

/** Labels that a legend names: after an aggregation, only those that it left. */
export function labelsLeft(expr: string): readonly string[] | null {
  if (!/^\s*(?:sum|max|min|avg|count|histogram_quantile)\b/.test(expr)) return null
  const [, labels = ''] = /^\s*\w+\s+by\s*\(([^)]*)\)/.exec(expr) ?? []
  return namesIn(labels)
}

export function legendLabels({ legendFormat }: Target): readonly string[] {
  return [...legendFormat.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label]) => label)
}

/** Prometheus adds these to what it scrapes. */
export const scraped: ReadonlySet<string> = new Set(['instance', 'job'])

function namesIn(list: string): readonly string[] {
  return list.match(/\w+/g) ?? []
}

/** Of the parenthesis whose inside begins there. */
function closingParenthesis(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at
  }
  return text.length
}
