import assert from 'node:assert/strict'
import test from 'node:test'
import { partitionComponent } from '../../../src/connectors/hive/partition-path.ts'
import { Failure } from '../../../src/types/value.ts'

function message(component: string | Failure): string {
  assert.ok(component instanceof Failure)
  return component.message
}

test('characters are escaped as Hive escapes them, all others stand as they are', () => {
  const all = Array.from({ length: 127 }, (_, index) => String.fromCharCode(index + 1)).join('')
  assert.equal(
    partitionComponent('c', all),
    'c=' +
      '%01%02%03%04%05%06%07%08%09%0A%0B%0C%0D%0E%0F%10%11%12%13%14%15%16%17%18%19%1A%1B%1C%1D%1E%1F' +
      ' !%22%23$%25&%27()%2A+,-.%2F0123456789%3A;<%3D>%3F@ABCDEFGHIJKLMNOPQRSTUVWXYZ%5B%5C%5D%5E_`' +
      'abcdefghijklmnopqrstuvwxyz%7B|}~%7F',
  )
  assert.equal(partitionComponent('地区', '上海 🎮'), '地区=上海 🎮')
  assert.equal(partitionComponent('a/b=c', 'x'), 'a%2Fb%3Dc=x')
})

test('NULL and empty text', () => {
  assert.equal(partitionComponent('dt', null), 'dt=__HIVE_DEFAULT_PARTITION__')
  assert.equal(partitionComponent('dt', ''), 'dt=__HIVE_DEFAULT_PARTITION__')
})

test('no folder begins with `_` or `.`', () => {
  assert.equal(partitionComponent('_dt', '_x'), '%5Fdt=_x')
  assert.equal(partitionComponent('.dt', '.x'), '%2Edt=.x')
})

test('what no folder can be named', () => {
  assert.equal(partitionComponent('c', 'x'.repeat(253)), `c=${'x'.repeat(253)}`)
  assert.equal(
    message(partitionComponent('c', 'x'.repeat(254))),
    'c: the name of its folder would have 256 bytes, 255 are allowed',
  )
  assert.equal(
    message(partitionComponent('c', '界'.repeat(85))),
    'c: the name of its folder would have 257 bytes, 255 are allowed',
  )
  assert.equal(
    message(partitionComponent('c', '/'.repeat(85))),
    'c: the name of its folder would have 257 bytes, 255 are allowed',
  )
  assert.equal(message(partitionComponent('c', 'a\ud800b')), 'c: a lone surrogate cannot stand in the name of a folder')
  assert.equal(message(partitionComponent('c', 'a\0b')), 'c: a zero byte cannot stand in the name of a folder')
})
