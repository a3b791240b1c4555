import assert from 'node:assert/strict'
import test from 'node:test'
import { nearest } from '../../../src/language/nearest.ts'

test('one edit in three letters is near', () => {
  assert.equal(nearest('rol_id', ['server', 'role_id', 'level']), 'role_id')
  assert.equal(nearest('tpye', ['topic', 'type']), 'type')
  assert.equal(nearest('connectorr', ['connector']), 'connector')
})

test('case alone is near, however short', () => {
  assert.equal(nearest('DT', ['id', 'dt']), 'dt')
})

test('two letters are never near to other letters, and a word is not its own correction', () => {
  assert.equal(nearest('ip', ['id']), null)
  assert.equal(nearest('level', ['level']), null)
})

test('the nearest counts, of equals the first', () => {
  assert.equal(nearest('lever', ['fever', 'level']), 'fever')
  assert.equal(nearest('server_idd', ['server_ids', 'server_id', 'server']), 'server_ids')
})

test('a word that no hand wrote is near to nothing', () => {
  assert.equal(nearest(`${'a'.repeat(20_000)}b`, ['a'.repeat(20_000)]), null)
})
