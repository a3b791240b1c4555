/** `SET 'key' = 'value'`: a key is known, its value right, and the same wherever it is repeated. */
import { durationKind, integerKind, sizeKind, textKind, wordKind, zoneKind } from '../../options/kinds.ts'
import type { OptionKind } from '../../options/kinds.ts'
import type { Settings } from '../../model/model.ts'
import type { SetStatement } from '../ast.ts'
import { isLintCode, lintCodes, lintLevels } from '../codes/levels.ts'
import { didYouMean } from './nearest.ts'
import type { Reporter } from './reporter.ts'

const kinds = {
  'time.zone': zoneKind,
  'job.name': textKind,
  'job.shards': integerKind(1, 32_768),
  'job.epoch-interval': durationKind,
  'job.epoch-bytes': sizeKind,
  'job.epoch-records': integerKind(1),
  'job.errors-per-second': integerKind(1),
  'job.idle-commit-interval': durationKind,
} as const

/** `lint.W2003 = off` silences a lint; lint/levels.ts sees to it. */
const lintLevel = wordKind(lintLevels)
const lintPrefix = 'lint.'

export function checkSettings(statements: readonly SetStatement[], report: Reporter): Settings {
  const first = new Map<string, SetStatement>()
  const values = new Map<string, unknown>()
  for (const statement of statements) {
    const { key, value } = statement
    const earlier = first.get(key.value)
    if (earlier !== undefined && earlier.value.value !== value.value) {
      report.error('E2009', value.span, `\`${key.value}\` is set twice with different values`, {
        label: 'differs from the first',
        related: [{ span: earlier.value.span, label: 'first set here' }],
        help: 'a project has one set of settings: keep one of the two',
      })
    }
    if (earlier !== undefined) continue
    first.set(key.value, statement)
    const kind = kindOf(statement, report)
    if (kind === null) continue
    const parsed = kind.parse(value.value)
    if (parsed.ok) {
      values.set(key.value, parsed.value)
    } else {
      report.error('E3017', value.span, `wrong value for \`${key.value}\``, {
        label: parsed.message,
        help: didYouMean(value.value, kind.words),
      })
    }
  }
  return {
    timeZone: (values.get('time.zone') as string | undefined) ?? 'UTC',
    jobName: (values.get('job.name') as string | undefined) ?? null,
    epochIntervalMs: (values.get('job.epoch-interval') as number | undefined) ?? null,
    epochBytes: (values.get('job.epoch-bytes') as number | undefined) ?? null,
    epochRecords: (values.get('job.epoch-records') as number | undefined) ?? null,
    idleCommitIntervalMs: (values.get('job.idle-commit-interval') as number | undefined) ?? null,
    errorsPerSecond: (values.get('job.errors-per-second') as number | undefined) ?? null,
    shards: (values.get('job.shards') as number | undefined) ?? null,
  }
}

function kindOf({ key }: SetStatement, report: Reporter): OptionKind<unknown> | null {
  if (Object.hasOwn(kinds, key.value)) return kinds[key.value as keyof typeof kinds]
  if (key.value.startsWith(lintPrefix) && isLintCode(key.value.slice(lintPrefix.length))) return lintLevel
  report.error('E2008', key.span, `unknown setting \`${key.value}\``, {
    label: 'not a setting',
    help:
      didYouMean(key.value, [...Object.keys(kinds), ...lintCodes.map((code) => lintPrefix + code)]) ??
      `known are ${Object.keys(kinds).join(', ')} and lint.*`,
  })
  return null
}
