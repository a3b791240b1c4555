/**
 * kafkajs's partition assigner for a job: whole shards (`shards.ts`). Its protocol name says which job, layout and number of
 * shards a member means; a group takes no member that knows none of its protocols, so strangers cannot join.
 */
import type { PartitionAssigner } from 'kafkajs'
import { loadKafkajs } from './kafkajs.ts'
import { shardOf, shareShards } from './shards.ts'

const version = 1

export interface GroupProtocol {
  readonly name: string
  readonly shardCount: number
}

/** `owned`: the shards of this process, asked whenever the group is joined. */
export function shardAssigner({ name, shardCount }: GroupProtocol, owned: () => readonly number[]): PartitionAssigner {
  const { MemberAssignment, MemberMetadata } = loadKafkajs().AssignerProtocol
  const shardsIn = (metadata: Buffer): readonly number[] => {
    const text = MemberMetadata.decode(metadata)?.userData.toString() ?? ''
    return text === '' ? [] : text.split(',').map(Number)
  }
  return ({ cluster }) => ({
    name,
    version,
    async assign({ members, topics }) {
      const shares = shareShards(
        shardCount,
        members.map(({ memberId, memberMetadata }) => ({ id: memberId, shards: shardsIn(memberMetadata) })),
      )
      return [...shares].map(([memberId, shards]) => {
        const assignment: Record<string, number[]> = Object.create(null)
        for (const topic of topics) {
          assignment[topic] = cluster
            .findTopicPartitionMetadata(topic)
            .map(({ partitionId }) => partitionId)
            .filter((partition) => shards.includes(shardOf(partition, shardCount)))
        }
        const userData = Buffer.alloc(0)
        return { memberId, memberAssignment: MemberAssignment.encode({ version, assignment, userData }) }
      })
    },
    protocol: ({ topics }) => ({
      name,
      metadata: MemberMetadata.encode({ version, topics, userData: Buffer.from(owned().join()) }),
    }),
  })
}
