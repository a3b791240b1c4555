/** What `sluice compile` can print, by name. */
import type { Model } from '../model/model.ts'
import { canonicalJson } from '../plan/canonical.ts'
import type { Plan } from '../plan/plan.ts'
import { avroTarget } from './avro.ts'
import { dotTarget } from './dot.ts'
import { flinkTarget } from './flink.ts'
import { hiveTarget } from './hive.ts'
import { jsonSchemaTarget } from './json-schema.ts'
import { mermaidTarget } from './mermaid.ts'

export interface Target {
  /** The file's name under `--out-dir`. */
  readonly file: string
  readonly render: (model: Model, plan: Plan) => string
}

export const targets = {
  plan: { file: 'plan.json', render: (_, plan) => canonicalJson(plan, { indent: 2 }) + '\n' },
  avro: { file: 'avro.json', render: (model) => JSON.stringify(avroTarget(model), null, 2) + '\n' },
  hive: { file: 'hive.sql', render: (model) => hiveTarget(model) },
  flink: { file: 'flink.sql', render: (model) => flinkTarget(model) },
  'json-schema': {
    file: 'json-schema.json',
    render: (model) => JSON.stringify(jsonSchemaTarget(model), null, 2) + '\n',
  },
  mermaid: { file: 'graph.mmd', render: (_, plan) => mermaidTarget(plan) },
  dot: { file: 'graph.dot', render: (_, plan) => dotTarget(plan) },
} as const satisfies Readonly<Record<string, Target>>
