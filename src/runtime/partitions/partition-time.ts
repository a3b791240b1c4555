/** When a Hive partition begins, by the values in its path, as Flink's default extractor has it. */
import { unescapeName } from '../../connectors/hive/partition-path.ts'
import { contextOfZone } from '../../types/conversion/context.ts'
import { convertText } from '../../types/conversion/text.ts'
import type { LogicalType } from '../../types/logical.ts'

export interface PartitionClock {
  /** Such as `$dt $hour:00:00`. */
  readonly pattern: string
  /** Of the watermark, with which the time is compared. */
  readonly type: Extract<LogicalType, { readonly kind: 'TIMESTAMP' | 'TIMESTAMP_LTZ' }>
  /** Of the source: its local time is what TIMESTAMP_LTZ makes an instant of. */
  readonly timeZone: string
}

/**
 * In microseconds, as the watermark is. `path`: `dt=2026-11-20/hour=10`, relative to the sink's folder. null: its values give no
 * time (NULL's partition).
 */
export function partitionTime(path: string, { pattern, type, timeZone }: PartitionClock): number | null {
  const values = new Map(path.split('/').map((component) => valueOf(component)))
  const text = pattern.replace(/\$(\w+)/g, (_, column: string) => values.get(column) ?? '')
  const micros = convertText(text, type, contextOfZone(timeZone))
  return typeof micros === 'bigint' ? Number(micros) : null
}

function valueOf(component: string): readonly [column: string, value: string] {
  const at = component.indexOf('=')
  return [unescapeName(component.slice(0, at)), unescapeName(component.slice(at + 1))]
}
