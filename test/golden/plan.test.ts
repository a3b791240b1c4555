/** What a program turns into besides running: `targets/<case>/` and `explain/<case>/`, each an input.sql and what comes of it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { compile } from '../../src/compile.ts'
import type { Model } from '../../src/model/model.ts'
import { explainPlan } from '../../src/plan/explain.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { targets } from '../../src/targets/index.ts'
import { goldenCases, type GoldenCase } from './golden.ts'

function compiled(golden: GoldenCase): { readonly model: Model; readonly plan: Plan } {
  const { model, plan, diagnostics } = compile([{ path: 'input.sql', text: golden.read('input.sql') }])
  assert.ok(plan, diagnostics.map(({ message }) => message).join('\n'))
  return { model, plan }
}

for (const golden of goldenCases('targets')) {
  for (const [name, target] of Object.entries(targets)) {
    test(`${name} of ${golden.name}`, () => {
      const { model, plan } = compiled(golden)
      golden.expect(`expected-${target.file}`, target.render(model, plan))
    })
  }
}

for (const golden of goldenCases('explain')) {
  test(`explain: ${golden.name}`, () => golden.expect('expected.txt', explainPlan(compiled(golden).plan)))
}
