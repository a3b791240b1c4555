import assert from 'node:assert/strict'
import test from 'node:test'
import { httpAddress } from '../../../src/cli/http-address.ts'

test('ports, with and without a host', () => {
  assert.deepEqual(httpAddress('9464'), { host: '127.0.0.1', port: 9464 })
  assert.deepEqual(httpAddress('0'), { host: '127.0.0.1', port: 0 })
  assert.deepEqual(httpAddress('0.0.0.0:65535'), { host: '0.0.0.0', port: 65_535 })
  assert.deepEqual(httpAddress('metrics.local:80'), { host: 'metrics.local', port: 80 })
  assert.deepEqual(httpAddress('[::1]:9464'), { host: '::1', port: 9464 })
})

test('what is no address', () => {
  for (const text of [
    '',
    'x',
    ':9464',
    '65536',
    '-1',
    '1e3',
    '::1:9464',
    '[x]:1',
    'a b:1',
    'http://h:1',
    'h:1/x',
    'h:',
  ]) {
    assert.throws(() => httpAddress(text), /PORT or HOST:PORT/, text)
  }
})
