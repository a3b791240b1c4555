import assert from 'node:assert/strict'
import test from 'node:test'
import { hasReferences, referenceMistakes, resolveReferences } from '../../../src/options/references.ts'
import type { ReferenceWorld } from '../../../src/options/references.ts'

const world: ReferenceWorld = {
  env: (name) =>
    new Map([
      ['HOST', 'broker'],
      ['EMPTY', ''],
      ['NESTED', '${env:HOST}'],
    ]).get(name),
  readFile: (path) => {
    if (path === '/run/secrets/key') return 'hunter2\n'
    throw new Error('no such file')
  },
}

test('references are replaced wherever they stand', () => {
  assert.deepEqual(resolveReferences('${env:HOST}:9092,b-${env:HOST}', world), {
    ok: true,
    text: 'broker:9092,b-broker',
    secret: false,
  })
})

test('a default counts only where the variable is unset', () => {
  assert.equal(textOf('${env:NONE:-localhost:9092}'), 'localhost:9092')
  assert.equal(textOf('${env:NONE:-}'), '')
  assert.equal(textOf('${env:EMPTY:-x}'), '')
})

test('what a file holds is secret, and loses one line break at its end', () => {
  assert.deepEqual(resolveReferences('${file:/run/secrets/key}', world), { ok: true, text: 'hunter2', secret: true })
})

test('$${ is a literal ${', () => {
  assert.equal(textOf('a$${env:HOST}$$'), 'a${env:HOST}$$')
  assert.equal(hasReferences('a$${env:HOST}'), false)
})

test('what a variable holds is not read again', () => {
  assert.equal(textOf('${env:NESTED}'), '${env:HOST}')
})

test('an unset variable and a missing file are named', () => {
  assert.deepEqual(resolveReferences('${env:NONE}', world), {
    ok: false,
    message: 'environment variable NONE is not set',
  })
  assert.deepEqual(resolveReferences('${file:/x}', world), { ok: false, message: 'cannot read /x: no such file' })
})

test('what only looks like a reference is found with its place', () => {
  const [first, second, ...rest] = referenceMistakes('a${evn:X}b${env:Y')
  assert.deepEqual([first.start, first.end, second.start, second.end, rest.length], [1, 9, 10, 17, 0])
})

function textOf(text: string): string | null {
  const resolved = resolveReferences(text, world)
  return resolved.ok ? resolved.text : null
}
