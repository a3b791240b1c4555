/**
 * The body of a function in JavaScript, before anything runs it: its syntax, and what the sandbox will refuse. ECMAScript 2023, in
 * strict mode, which is what the sandbox's engine understands.
 */
import { createRequire } from 'node:module'
import type { AnyNode, Node, Program } from 'acorn'
import type { CreateFunction, Text } from '../../ast.ts'
import { spanInLiteral } from '../literal-place.ts'
import type { Reporter } from '../reporter.ts'

const load = createRequire(import.meta.url)

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** Whether it can be run; what is wrong is reported. */
export function checkJavaScript({ name, parameters }: CreateFunction, text: Text, report: Reporter): boolean {
  const wrongName = parameters.find((parameter) => !isParameterName(parameter.name.text))
  if (wrongName !== undefined) {
    report.error('E3020', wrongName.name.span, `\`${wrongName.name.text}\` cannot name a value in JavaScript`, {
      label: 'a reserved word, or no identifier there',
      help: 'give the parameter another name',
    })
    return false
  }
  const opening = `(function (${parameters.map((each) => each.name.text).join(', ')}) { 'use strict';\n`
  const parsed = parseScript(`${opening}${text.value}\n})`)
  if ('problem' in parsed) {
    const at = Math.max(0, Math.min(parsed.position - opening.length, text.value.length))
    const isEnd = text.value.slice(at).trim() === ''
    report.error('E3020', spanInLiteral(text, at, at + 1), `the body of \`${name.text}\` is not right in JavaScript`, {
      label: isEnd ? 'it ends too early' : parsed.problem,
    })
    return false
  }
  const body = bodyOf(parsed.program)
  if (body === null) {
    report.error('E3020', text.span, `the body of \`${name.text}\` closes its function`, {
      label: 'there is a `}` too many',
    })
    return false
  }
  return isAllowed(body, opening.length, text, report) && returns(body, name.text, text, report)
}

function isParameterName(name: string): boolean {
  return identifier.test(name) && !('problem' in parseScript(`(function (${name}) { 'use strict' })`))
}

type Parsed = { readonly program: Program } | { readonly problem: string; readonly position: number }

function parseScript(script: string): Parsed {
  try {
    // Loaded at the first use: most projects have no JavaScript.
    const { parse } = load('acorn') as typeof import('acorn')
    return { program: parse(script, { ecmaVersion: 2023, sourceType: 'script' }) }
  } catch (error) {
    // A SyntaxError of acorn's; without a position the stack was too small for it.
    const position = error instanceof SyntaxError && 'pos' in error ? Number(error.pos) : 0
    const problem = error instanceof SyntaxError ? error.message.replace(/ \(\d+:\d+\)$/, '') : 'Nested too deeply'
    return { problem: problem.charAt(0).toLowerCase() + problem.slice(1), position }
  }
}

/** Null where the text did not stay within its function. */
function bodyOf({ body: statements }: Program): AnyNode | null {
  const [only] = statements
  if (statements.length !== 1 || only?.type !== 'ExpressionStatement') return null
  return only.expression.type === 'FunctionExpression' ? only.expression.body : null
}

function isAllowed(body: AnyNode, offset: number, text: Text, report: Reporter): boolean {
  let allowed = true
  for (const node of nodesIn(body, () => true)) {
    const refused = refusalOf(node)
    if (refused === null) continue
    allowed = false
    const span = spanInLiteral(text, node.start - offset, node.end - offset)
    report.error(refused.code, span, refused.message, { label: refused.label, help: refused.help })
  }
  return allowed
}

interface Refusal {
  readonly code: 'E3015' | 'E3020'
  readonly message: string
  readonly label: string
  readonly help: string
}

function refusalOf(node: AnyNode): Refusal | null {
  switch (node.type) {
    case 'MemberExpression': {
      const { object, property } = node
      if (object.type !== 'Identifier' || property.type !== 'Identifier' || node.computed) return null
      if (object.name === 'Math' && property.name === 'random') return chance
      return object.name === 'Date' && property.name === 'now' ? clock : null
    }
    case 'NewExpression':
      return node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0
        ? clock
        : null
    case 'CallExpression':
      return node.callee.type === 'Identifier' && node.callee.name === 'Date' ? clock : null
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return node.async ? promise : null
    case 'ImportExpression':
      return promise
    default:
      return null
  }
}

const clock: Refusal = {
  code: 'E3015',
  message: 'a function sees no clock',
  label: 'gives another value at every run',
  help: "hand the record's own time to the function, as an argument",
}
const chance: Refusal = {
  ...clock,
  message: 'a function has no chance',
  help: 'take a hash of an argument in its place',
}
const promise: Refusal = {
  code: 'E3020',
  message: 'a function gives its result at once',
  label: 'there is nothing to wait for, and nothing to import',
  help: 'write it without async, await and import',
}

/** `return` is easily forgotten, and every result is then NULL. */
function returns(body: AnyNode, name: string, text: Text, report: Reporter): boolean {
  for (const node of nodesIn(body, ({ type }) => !type.includes('Function'))) {
    if (node.type === 'ReturnStatement' && node.argument) return true
  }
  report.error('E3020', text.span, `the body of \`${name}\` returns nothing`, {
    label: 'every result would be NULL',
    help: 'write `return …`',
  })
  return false
}

/** In no order; `enter` says whose parts are looked at. Without recursion, as the text may be deep. */
function* nodesIn(root: AnyNode, enter: (node: Node) => boolean): Generator<AnyNode> {
  const pending: unknown[] = [root]
  while (pending.length > 0) {
    const next = pending.pop()
    if (typeof next !== 'object' || next === null) continue
    if ('type' in next && 'start' in next) {
      yield next as AnyNode
      if (!enter(next as AnyNode)) continue
    }
    pending.push(...Object.values(next))
  }
}
