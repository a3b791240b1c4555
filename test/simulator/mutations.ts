/** Ways to break the protocol, one at a time. Each must be found; a simulator that misses one says nothing about the rest. */
import { dirname, join } from 'node:path'
import { publish } from '../../src/runtime/protocol/publish.ts'
import { sealManifest, parseManifest } from '../../src/runtime/protocol/manifest.ts'
import type { Decided } from '../../src/runtime/protocol/manifest.ts'
import type { Standing } from '../../src/runtime/protocol/ports.ts'
import type { Steps, Workplace } from '../../src/runtime/protocol/steps.ts'
import { sweep } from '../../src/runtime/protocol/sweep.ts'
import { trustedPositions } from '../../src/runtime/protocol/trust.ts'
import type { Mutation } from './scenario.ts'

export const mutations: readonly Mutation[] = [
  {
    name: 'sweep everything that is staged at recovery',
    breaks: [5, 11],
    steps: sweepAllAtRecovery,
  },
  {
    name: 'read before the fence',
    breaks: [1, 2, 3, 5, 6],
    steps: readFirst,
  },
  {
    name: 'decide before the manifest is durable',
    breaks: [5, 11],
    steps: (steps) => ({
      ...steps,
      stage: async () => {},
      decide: async (at, epoch) => {
        if (at.decider.kind === 'link') {
          await steps.stage(at, epoch)
          return steps.decide(at, epoch)
        }
        const outcome = await steps.decide(at, epoch)
        await steps.stage(at, epoch)
        return outcome
      },
    }),
  },
  {
    name: 'a folder is made without a sync of its parent',
    breaks: [2, 4, 5, 11],
    files: { isParentSynced: false },
  },
  {
    name: 'decide the next epoch before the last is published',
    breaks: [7],
    steps: publishLate,
  },
  {
    name: 'no poison: commit after a failed sendOffsets',
    breaks: [1, 6],
    transactions: { isPoisoned: false },
  },
  {
    name: 'publish before decide',
    breaks: [4],
    steps: (steps) => ({
      ...steps,
      decide: async (at, epoch) => {
        await publish({ ...at, kind: at.decider.kind }, epoch)
        return steps.decide(at, epoch)
      },
    }),
  },
  {
    name: 'rename in place of link for the decision',
    breaks: [3],
    files: { isLinkExclusive: false },
  },
  {
    name: 'match by epoch without the attempt',
    breaks: [4, 5],
    steps: matchByEpoch,
  },
  {
    name: 'trust a coordinator that has just taken over',
    breaks: [1, 2, 3, 6],
    transactions: { isPeeking: true },
  },
  {
    name: 'commit offsets of touched partitions only',
    breaks: [1, 11],
    transactions: { onlyTouched: true },
  },
  {
    name: 'sweep the staging of all shards',
    breaks: [5, 11],
    steps: (steps) => ({ ...steps, sweep: sweepAllShards }),
  },
  {
    name: 'take partitions over without a word to the old ids',
    breaks: [2, 3, 6],
    isHandedOver: false,
  },
  {
    name: 'compact an epoch that is decided and not published',
    breaks: [4],
    isEveryEpochCompacted: true,
  },
  {
    name: 'refuse without a second look',
    breaks: [11],
    steps: (steps) => ({
      ...steps,
      read: ({ decider }) => decider.read(),
      check: (at, standing) => trustedPositions({ ...at, kind: at.decider.kind }, standing),
      publish: (at, epoch) => publish({ ...at, kind: at.decider.kind }, epoch),
    }),
  },
  {
    name: 'prune the manifest before the last',
    breaks: [0, 11],
    epochsKept: 1,
  },
  {
    name: 'condense an old manifest without a sync',
    breaks: [5, 11],
    files: { isCondensedSynced: false },
  },
  {
    name: 'close partitions by what is decided and not published',
    breaks: [9],
    isClosedEarly: true,
  },
  {
    name: 'no sync of folders',
    breaks: [2, 5, 11],
    files: { isFolderSynced: false },
  },
]

/** What was read before the fence is taken for what is there after it. */
function readFirst(steps: Steps): Steps {
  const before = new WeakMap<Workplace, Standing>()
  return {
    ...steps,
    fence: async (at) => {
      before.set(at, await steps.read(at))
      await steps.fence(at)
    },
    read: async (at) => before.get(at) ?? steps.read(at),
  }
}

/** Each epoch is published when the next one has been decided. */
function publishLate(steps: Steps): Steps {
  const waiting = new WeakMap<Workplace, Decided>()
  return {
    ...steps,
    fence: async (at) => {
      waiting.delete(at)
      await steps.fence(at)
    },
    publish: async (at, epoch) => {
      const last = waiting.get(at)
      waiting.set(at, epoch)
      if (last !== undefined) await steps.publish(at, last)
    },
    sweep: async () => {},
  }
}

/** The first staged manifest of the decided epoch is taken for the decided one. */
function matchByEpoch(steps: Steps): Steps {
  return {
    ...steps,
    read: async (at) => {
      const standing = await steps.read(at)
      if (standing.kind !== 'decided') return standing
      const { epoch, layout } = standing.head.manifest
      const { staging } = at.folder
      const draft = (await at.files.list(staging)).find((name) => name.startsWith(`${epoch}-`))
      const text = draft === undefined ? null : await at.files.read(join(staging, draft))
      if (draft === undefined || text === null || !text.endsWith('}\n')) return standing
      const { manifest } = parseManifest(text, draft, epoch, layout)
      return { ...standing, head: { ...sealManifest(manifest), hash: standing.head.hash } }
    },
  }
}

/** Also what is staged above the decided epoch: it may be the next owner's, who is about to decide it. */
function sweepAllAtRecovery(steps: Steps): Steps {
  const recovering = new WeakSet<Workplace>()
  return {
    ...steps,
    fence: async (at) => {
      recovering.add(at)
      await steps.fence(at)
    },
    sweep: async (at, decidedEpoch) => {
      await steps.sweep(at, decidedEpoch)
      if (!recovering.delete(at)) return
      for (const staging of at.stagingFolders) await at.files.removeFolder(staging)
      for (const name of await at.files.list(at.folder.staging)) await at.files.unlink(join(at.folder.staging, name))
    },
  }
}

/** Without the shard in the name of its staging folder. */
async function sweepAllShards(at: Workplace, decidedEpoch: number): Promise<void> {
  const [staging] = at.stagingFolders
  const shards = await at.files.list(dirname(staging))
  const stagingFolders = shards.map((shard) => join(dirname(staging), shard))
  await sweep({ ...at, stagingFolders }, decidedEpoch)
}
