import assert from 'node:assert/strict'
import test from 'node:test'
import { isSecretOption, redactUrls, shownValue } from '../../../src/language/secret-options.ts'

test('options that hold secrets are known by their names', () => {
  for (const key of [
    'properties.sasl.jaas.config',
    'properties.ssl.key.password',
    'x.Secret',
    'api.token',
    'basic.credentials',
  ]) {
    assert.equal(isSecretOption(key), true, key)
  }
  for (const key of ['topic', 'path', 'key.fields', 'properties.bootstrap.servers']) {
    assert.equal(isSecretOption(key), false, key)
  }
})

test('the user part of a URL is not shown', () => {
  assert.equal(redactUrls('http://user:pass@host:8081/a,https://x@y'), 'http://***@host:8081/a,https://***@y')
  assert.equal(redactUrls('http://user:p@ss@host/'), 'http://***@host/')
  assert.equal(redactUrls('http://user:p/a?s#s@host/'), 'http://***@host/')
  assert.equal(redactUrls('http://host/a@b'), 'http://host/a@b')
  assert.equal(shownValue('avro-confluent.url', 'http://u:p@h'), 'http://***@h')
  assert.equal(shownValue('topic', 'raw', true), '***')
})
