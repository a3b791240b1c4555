/** A manifest, a log and files to try the steps of the protocol on. */
import type { Manifest, RecordMark } from '../../../../src/runtime/protocol/manifest.ts'
import type { SourceLog, SourcePartition } from '../../../../src/runtime/protocol/ports.ts'

const ledger = {
  sources: { s: { in: 10, unclaimed: 0 } },
  tables: {
    t: { in: 6, out: 4, dropped: { filter: 1, where: 1 }, errored: {} },
    u: { in: 4, out: 2, dropped: { filter: 1 }, errored: { CAST: 1 } },
  },
  sinks: { rows: { rows: 6, files: 2, bytes: 100 } },
}

export function manifestOf(parts: Partial<Manifest>): Manifest {
  return {
    version: 1,
    job: { uuid: '3fa9c1aa-0000-4000-8000-000000000000', name: 'job' },
    layout: 1,
    shard: 0,
    epoch: 3,
    attempt: 'a'.repeat(32),
    previous: 'b'.repeat(64),
    inherits: [],
    handsOver: false,
    decidedBy: 'transaction',
    writtenAtMs: 1_795_272_000_000,
    plan: '0123456789abcdef',
    cluster: 'c1',
    devices: { rows: 7 },
    positions: {},
    files: [],
    counts: ledger,
    totals: ledger,
    ...parts,
  }
}

export interface SimpleLog {
  readonly start: number
  readonly end: number
  readonly record?: RecordMark | null
}

/** Of topic `t`, by default of one source, `s`. */
export function logOf(
  partitions: readonly SimpleLog[],
  clusterId = 'c1',
  topicId: string | null = null,
  sources: readonly string[] = ['s'],
): SourceLog {
  const at = ({ partition }: SourcePartition): SimpleLog => partitions[partition]
  return {
    clusterId: async () => clusterId,
    partitions: async () =>
      sources.flatMap((source) => partitions.map((_, partition) => ({ source, topic: 't', partition }))),
    topicId: async () => topicId,
    bounds: async (partition) => at(partition),
    recordAt: async (partition) => at(partition).record ?? null,
    startOffset: async (partition) => at(partition).start,
  }
}
