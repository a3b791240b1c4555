/** Imports point one way (src/ARCHITECTURE.md). The table below is the rule; a new arrow has to be argued for here. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import test from 'node:test'

/** Part -> the parts that it may import, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  grammar: [],
  language: [],
  syntax: ['language', 'grammar', 'types'],
  format: ['language', 'syntax', 'grammar'],
  types: [],
  model: ['types'],
  functions: ['types', 'model'],
  options: ['types', 'language'],
  grok: ['language'],
  regex: [],
  check: ['language', 'types', 'model', 'functions', 'options', 'grok', 'regex'],
  plan: ['model', 'types'],
  compile: ['language', 'syntax', 'check', 'model', 'plan', 'grok'],
  engine: ['plan', 'model', 'functions', 'types', 'grok', 'regex'],
  formats: ['engine', 'types', 'model'],
  targets: ['plan', 'model', 'types', 'formats', 'options'],
  connectors: ['engine', 'formats', 'options', 'types', 'model'],
  runtime: ['connectors', 'engine', 'formats', 'plan', 'model', 'options', 'types', 'functions'],
  cli: [
    'runtime',
    'connectors',
    'engine',
    'targets',
    'plan',
    'compile',
    'grok',
    'format',
    'language',
    'model',
    'options',
    'functions',
    'types',
  ],
}

/** Only these touch files, network or clock. */
const impure = new Set(['connectors', 'runtime', 'cli'])
/** Reads the one file that is code of its own. */
const loadsCode = 'src/engine/kernels/wasm.ts'
const impureModules = /^node:(fs|net|http|https|dns|tls|child_process|timers|readline|worker_threads|cluster|os)\b/

function partOf(file: string): string {
  if (file.startsWith('grammar/')) return 'grammar'
  if (file === 'src/compile.ts') return 'compile'
  if (/^src\/language\/(check|lint)\b/.test(file)) return 'check'
  if (/^src\/language\/(parse|lower)\b/.test(file)) return 'syntax'
  if (file.startsWith('src/language/format/')) return 'format'
  return file.split('/')[1] ?? ''
}

interface Import {
  readonly file: string
  readonly target: string
}

const imports: readonly Import[] = globSync(['src/**/*.ts', 'grammar/**/*.ts']).flatMap((file) => {
  const text = readFileSync(file, 'utf8')
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport\()\s*'([^']+)'/g)].map((found) => found[1] ?? '')
  return specifiers.map((target) => ({ file, target }))
})

test('imports point one way', () => {
  const wrong = imports.flatMap(({ file, target }) => {
    if (!target.startsWith('.')) return []
    const from = partOf(file)
    const to = partOf(normalize(join(dirname(file), target)))
    return from === to || allowed[from]?.includes(to) ? [] : [`${file} (${from}) imports ${target} (${to})`]
  })
  assert.deepEqual(wrong, [])
})

test('only connectors, runtime and cli touch files, network and clock', () => {
  const wrong = imports.filter(
    ({ file, target }) => impureModules.test(target) && !impure.has(partOf(file)) && file !== loadsCode,
  )
  assert.deepEqual(
    wrong.map(({ file, target }) => `${file} imports ${target}`),
    [],
  )
})

test('libraries that stand behind one door are imported there only', () => {
  const doors: Readonly<Record<string, RegExp>> = {
    chevrotain: /^(grammar|src\/language\/lower)\//,
    kafkajs: /^src\/connectors\/kafka\//,
    'quickjs-emscripten-core': /^src\/runtime\/javascript\//,
    '@jitl/quickjs-wasmfile-release-sync': /^src\/runtime\/javascript\//,
    acorn: /^src\/language\/check\/functions\//,
    'parquetjs-lite': /^src\/formats\/parquet\//,
    commander: /^src\/cli\//,
    'prom-client': /^src\/runtime\/monitor\//,
  }
  const wrong = imports.filter(({ file, target }) => {
    const door = Object.entries(doors).find(([library]) => target === library || target.startsWith(`${library}/`))
    return door !== undefined && !door[1].test(file)
  })
  assert.deepEqual(
    wrong.map(({ file, target }) => `${file} imports ${target}`),
    [],
  )
})

test('the grammar is imported by language/parse.ts, and what lowers or formats its trees, only', () => {
  const wrong = imports.filter(
    ({ file, target }) =>
      target.startsWith('.') &&
      partOf(normalize(join(dirname(file), target))) === 'grammar' &&
      partOf(file) !== 'grammar' &&
      partOf(file) !== 'syntax' &&
      partOf(file) !== 'format',
  )
  assert.deepEqual(
    wrong.map(({ file }) => file),
    [],
  )
})
