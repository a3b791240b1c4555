import assert from 'node:assert/strict'
import test from 'node:test'
import { acceptedTimestamp } from '../../../src/connectors/kafka/timestamp.ts'
import { topicSettings, warningsOf } from '../../../src/connectors/kafka/topic-settings.ts'

const hourMs = 3_600_000
const nowMs = Date.UTC(2026, 10, 21)

test('the nearest timestamp that the brokers take', () => {
  const usual = topicSettings(new Map())
  assert.equal(acceptedTimestamp(nowMs - 1000 * hourMs, nowMs, usual), nowMs - 1000 * hourMs)
  assert.equal(acceptedTimestamp(nowMs + hourMs / 2, nowMs, usual), nowMs + hourMs / 2)
  const ahead = acceptedTimestamp(nowMs + 2 * hourMs, nowMs, usual)
  assert.ok(ahead < nowMs + hourMs && ahead > nowMs + hourMs / 2)
  assert.equal(acceptedTimestamp(-5, nowMs, usual), 0)
})

test('by the settings of the topic', () => {
  const strict = topicSettings(
    new Map([
      ['message.timestamp.before.max.ms', String(hourMs)],
      ['message.timestamp.after.max.ms', '1000'],
    ]),
  )
  assert.ok(acceptedTimestamp(0, nowMs, strict) > nowMs - hourMs)
  assert.equal(acceptedTimestamp(nowMs + 5_000, nowMs, strict), nowMs)
  const brokersClock = topicSettings(new Map([['message.timestamp.type', 'LogAppendTime']]))
  assert.equal(acceptedTimestamp(nowMs + 99 * hourMs, nowMs, brokersClock), nowMs + 99 * hourMs)
})

test('what can lose acknowledged messages is warned of', () => {
  const settings = (replicas: string, unclean: string) =>
    topicSettings(
      new Map([
        ['min.insync.replicas', replicas],
        ['unclean.leader.election.enable', unclean],
      ]),
    )
  assert.deepEqual(warningsOf('t', settings('2', 'false')), [])
  assert.match(warningsOf('t', settings('1', 'false')).join('\n'), /^topic 't' has min.insync.replicas = 1: [^\n]*$/)
  assert.match(
    warningsOf('t', settings('2', 'true')).join('\n'),
    /^topic 't' has unclean.leader.election.enable = true/,
  )
})
