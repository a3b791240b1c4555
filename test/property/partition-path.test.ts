import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { defaultPartition, partitionComponent, unescapeName } from '../../src/connectors/hive/partition-path.ts'
import { Failure } from '../../src/types/value.ts'

const text = fc.string({ unit: 'binary', maxLength: 40 })

test('names and values come back; the folder is one name of plain characters', () => {
  fc.assert(
    fc.property(text, text, (column, value) => {
      fc.pre(column !== '' && !column.includes('\0') && !value.includes('\0'))
      const component = partitionComponent(column, value)
      assert.ok(!(component instanceof Failure) || Buffer.byteLength(value) + Buffer.byteLength(column) > 80)
      if (component instanceof Failure) return
      // oxlint-disable-next-line no-control-regex -- they must not be there
      assert.doesNotMatch(component, /[\u0001-\u001f\u007f"#'*/:?\\{[\]^]|^[._]/)
      assert.match(component, /^([^%]|%[0-9A-F]{2})*$/)
      const [name, written, ...more] = component.split('=')
      assert.deepEqual(more, [])
      assert.equal(unescapeName(name), column)
      assert.equal(unescapeName(written), value === '' ? defaultPartition : value)
    }),
    { numRuns: 3000 },
  )
})
