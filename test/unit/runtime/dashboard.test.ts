/** docs/grafana-dashboard.json is what Grafana takes: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
import assert from 'node:assert/strict'
import test from 'node:test'
import { askedBy, readDashboard, type Panel } from '../../support/dashboard.ts'

const dashboard = readDashboard()
const columns = 24
const prometheus = { type: 'prometheus', uid: '${datasource}' }

test('what Grafana needs to know it by, and to show it at all', () => {
  assert.match(dashboard.uid, /^[\w-]{1,40}$/)
  assert.ok(dashboard.title.length > 0)
  // Of Grafana 9 or later: older ones are migrated when they are opened, with what that brings.
  assert.ok(Number.isInteger(dashboard.schemaVersion) && dashboard.schemaVersion >= 37, `${dashboard.schemaVersion}`)
  assert.ok(Number.isInteger(dashboard.version))
  assert.match(dashboard.time.from, /^now-\d+[mhd]$/)
  assert.equal(dashboard.time.to, 'now')
  assert.ok(Array.isArray(dashboard.annotations.list))
})

test('the data source is chosen by whoever imports it, and everything asks that one', () => {
  const [source, ...variables] = dashboard.templating.list
  assert.deepEqual([source.name, source.type, source.query], ['datasource', 'datasource', 'prometheus'])
  for (const variable of variables) assert.deepEqual(variable.datasource, prometheus, variable.name)
  for (const { title, datasource, targets } of dashboard.panels) {
    assert.deepEqual(datasource, prometheus, title)
    for (const target of targets) assert.deepEqual(target.datasource, prometheus, title)
  }
})

test('every variable that is used is there', () => {
  const known = new Set(dashboard.templating.list.map(({ name }) => name))
  const ofGrafana = /^__/
  const texts = [JSON.stringify(dashboard.panels), JSON.stringify(dashboard.templating)]
  const used = texts.flatMap((text) => [...text.matchAll(/\$\{?(\w+)\}?/g)].map(([, name]) => name))
  assert.deepEqual(
    used.filter((name) => !known.has(name) && !ofGrafana.test(name)),
    [],
  )
})

test('panels have ids of their own, a title, a description and fields, and do not cover each other', () => {
  const { panels } = dashboard
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length)
  for (const [index, panel] of panels.entries()) {
    const { title, type, description = '', fieldConfig, gridPos, targets } = panel
    assert.ok(title.length > 0 && description.length > 0, `panel ${panel.id} says what it shows`)
    assert.ok(['stat', 'timeseries'].includes(type), `${title}: ${type}`)
    assert.ok(Array.isArray(fieldConfig.overrides) && typeof fieldConfig.defaults === 'object', title)
    const { x, y, w, h } = gridPos
    assert.ok([x, y, w, h].every(Number.isInteger) && w > 0 && h > 0 && x >= 0 && y >= 0, title)
    assert.ok(x + w <= columns, `${title} is within the width`)
    const covered = panels.slice(index + 1).filter((other) => overlap(panel, other))
    assert.deepEqual(
      covered.map((other) => other.title),
      [],
      `${title} covers others`,
    )
    assert.equal(new Set(targets.map(({ refId }) => refId)).size, targets.length, title)
  }
})

test('every query is of the processes that were chosen', () => {
  for (const { title, targets } of dashboard.panels) {
    for (const { series, labels } of targets.flatMap(({ expr }) => askedBy(expr))) {
      assert.ok(labels.includes('instance'), `${title}: ${series}`)
    }
  }
})

function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}
