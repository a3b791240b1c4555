import assert from 'node:assert/strict'
import test from 'node:test'
import {
  csvStepOptions,
  kafkaSinkOptions,
  kafkaSourceOptions,
  readOptions,
  resolveOptions,
} from '../../../src/options/index.ts'
import type { ResolvedOption } from '../../../src/options/index.ts'

function given(options: Record<string, string>, secret = false): Record<string, ResolvedOption> {
  return Object.fromEntries(
    Object.entries(options).map(([key, text], i) => [key, { text, secret, place: `a.sql:${i + 1}:1` }]),
  )
}

const kafka = { connector: 'kafka', topic: 'raw', 'properties.bootstrap.servers': 'a:9092, b:9093' }

test('values come typed, with defaults, and families as maps', () => {
  const reading = readOptions(
    kafkaSourceOptions,
    given({ ...kafka, 'properties.fetch.max.wait.ms': '500', 'properties.request.timeout.ms': '10 s' }),
  )
  assert.ok(reading.ok)
  const { values } = reading
  assert.deepEqual(values['properties.bootstrap.servers'], ['a:9092', 'b:9093'])
  assert.equal(values['scan.startup.mode'], 'group-offsets')
  assert.equal(values['scan.rate-limit'], null)
  assert.equal(values['scan.max-record-bytes'], 16 * 1024 * 1024)
  assert.equal(values['properties.request.timeout.ms'], 10_000)
  assert.deepEqual([...values['properties.*']], [['fetch.max.wait.ms', '500']])
})

test('all that is wrong is named, with its place', () => {
  const reading = readOptions(kafkaSinkOptions, given({ ...kafka, topic: 'a b', 'key.format': 'xml' }))
  assert.ok(!reading.ok)
  assert.deepEqual(
    reading.problems.map(({ key, place }) => [key, place]),
    [
      ['topic', 'a.sql:2:1'],
      ['format', null],
      ['key.format', 'a.sql:4:1'],
    ],
  )
})

test('secrets do not reach messages', () => {
  const wrong = readOptions(kafkaSourceOptions, given({ ...kafka, topic: 'hunter 2' }, true))
  assert.ok(!wrong.ok)
  assert.match(wrong.problems[0].message, /'\*\*\*'/)
  assert.doesNotMatch(wrong.problems[0].message, /hunter/)
})

test('an unset variable names option and place', () => {
  const { options, problems } = resolveOptions(
    { topic: { text: '${env:TOPIC}', place: 'a.sql:3:5' }, format: { text: 'json', place: 'a.sql:4:5' } },
    { env: () => undefined, readFile: () => '' },
  )
  assert.deepEqual(Object.keys(options), ['format'])
  assert.deepEqual(problems, [
    { key: 'topic', place: 'a.sql:3:5', message: "option 'topic': environment variable TOPIC is not set" },
  ])
})

test('characters read their escapes', () => {
  for (const [text, character] of [
    ['\\t', '\t'],
    ['\\001', '\u0001'],
    ['\\u0001', '\u0001'],
    ['|', '|'],
    ['😀', '😀'],
  ]) {
    const reading = readOptions(csvStepOptions, given({ 'csv.field-delimiter': text }))
    assert.ok(reading.ok)
    assert.equal(reading.values['csv.field-delimiter'], character)
  }
  assert.ok(!readOptions(csvStepOptions, given({ 'csv.field-delimiter': '||' })).ok)
})

test('__proto__ is a key like any other', () => {
  const { options } = resolveOptions(
    JSON.parse('{"__proto__": {"text": "x", "place": "p"}}') as Record<string, { text: string; place: string }>,
    { env: () => undefined, readFile: () => '' },
  )
  assert.deepEqual(Object.keys(options), ['__proto__'])
})
