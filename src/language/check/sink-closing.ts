/** `sink.partition-commit.*`: what says that a partition is complete must be known. */
import type { SinkInput, Watermark } from '../../model/model.ts'
import { didYouMean } from './nearest.ts'
import { spanInLiteral } from './literal-place.ts'
import type { CheckedOptions } from './options.ts'
import type { Reporter } from './reporter.ts'

/** `watermark`: of the table; undefined: not known. `isComplete`: all partition columns are known. */
export function checkClosing(
  { values, written }: CheckedOptions,
  input: SinkInput,
  watermark: Watermark | null | undefined,
  partitionedBy: readonly string[],
  isComplete: boolean,
  report: Reporter,
): void {
  const trigger = written.get('sink.partition-commit.trigger')
  if (trigger === undefined || !isComplete) return
  if (partitionedBy.length === 0) {
    report.error('E4022', trigger.key.span, 'a sink without PARTITIONED BY has no partitions to complete', {
      label: 'there is nothing that this could be about',
      help: 'leave the option out, or write PARTITIONED BY (dt)',
    })
    return
  }
  if (values.get('sink.partition-commit.trigger') !== 'partition-time') return
  if (input.kind !== 'table') {
    report.error('E4022', trigger.value.span, 'the error stream has no event time', {
      label: 'needs a table with a WATERMARK',
      help: "write 'process-time': complete when nothing has come for as long as 'sink.partition-commit.delay'",
    })
  } else if (watermark === null) {
    report.error('E4022', trigger.value.span, `table \`${input.table}\` has no WATERMARK`, {
      label: 'needs to know how far event time has come',
      help: "add WATERMARK FOR … AS … - INTERVAL '10' MINUTE to the table, or write 'process-time'",
    })
  }
  checkPattern(written.get('partition.time-extractor.timestamp-pattern'), partitionedBy, report)
}

function checkPattern(
  option: ReturnType<CheckedOptions['written']['get']>,
  partitionedBy: readonly string[],
  report: Reporter,
): void {
  if (option === undefined) return
  for (const { index, 0: reference, 1: name } of option.value.value.matchAll(/\$(\w+)/g)) {
    if (partitionedBy.includes(name)) continue
    report.error(
      'E4022',
      spanInLiteral(option.value, index, index + reference.length),
      `\`${name}\` is no partition column of this sink`,
      {
        label: 'not in PARTITIONED BY',
        help: didYouMean(name, partitionedBy) ?? `partition columns are ${partitionedBy.join(', ')}`,
      },
    )
  }
}
