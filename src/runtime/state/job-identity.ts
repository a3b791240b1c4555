/** Who a job is: a name that people gave it, and a uuid made when its state was. Two jobs never go on from each other's state. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Plan } from '../../plan/plan.ts'
import { StateError } from './state-folder.ts'
import type { StateFolder } from './state-folder.ts'
import type { DurableFiles } from './durable-files.ts'

export interface JobIdentity {
  readonly uuid: string
  readonly name: string
}

/**
 * `SET 'job.name'`, else the sources' `properties.group.id`, else the names of the sources: what decides whether the
 * positions kept in a state folder mean anything to this project. `groups`: those of the sources. Raises StateError where they
 * give it several.
 */
export function jobNameOf(plan: Plan, groups: ReadonlySet<string>): string {
  if (plan.settings.jobName !== null) return plan.settings.jobName
  const [group, ...others] = groups
  // Two that are written down do not compile; these come from references.
  if (others.length > 0) {
    throw new StateError(
      `the 'properties.group.id' of the sources are ${[...groups].map((one) => `'${one}'`).join(' and ')}, and a job has one name`,
      "name it with SET 'job.name', or give all Kafka sources one properties.group.id",
    )
  }
  if (group !== undefined) return group
  return plan.sources
    .map((source) => source.name)
    .toSorted()
    .join('+')
}

/** `3fa9c1-1-0`: job, layout and shard. Stands in file names and staging folders, so that no two jobs or layouts meet. */
export function shardNameOf(job: JobIdentity, layout: number, shard: number): string {
  return `${job.uuid.replaceAll('-', '').slice(0, 6)}-${layout}-${shard}`
}

/** Reads who the state belongs to, or makes it this job's where it is new. Raises StateError for another job's. */
export async function claimState(state: StateFolder, name: string, files: DurableFiles): Promise<JobIdentity> {
  const known = await readIdentity(state, files)
  if (known === null) return createIdentity(state, name, files)
  refuseOther(state, known, name)
  // Whoever made it may have been stopped before it was durable.
  await files.syncFolder(state.path)
  return known
}

/** Raises StateError where the state is not of the job with this name. */
export function refuseOther({ path }: StateFolder, known: JobIdentity, name: string): void {
  if (known.name === name) return
  throw new StateError(
    `the state in \`${path}\` belongs to job \`${known.name}\`, this is job \`${name}\``,
    `use another --state-dir, or SET 'job.name' = '${known.name}' if it is the same job under a new name`,
  )
}

/** Forgets all that a job has done. Its lock stays. */
export async function clearState(state: StateFolder, files: DurableFiles): Promise<void> {
  for (const folder of [state.committed, state.published, state.staging, state.layouts, state.errors])
    await files.removeFolder(folder)
  await files.unlink(state.job)
}

/** null: no job has been here. Raises StateError where it cannot be told whose the state is. */
export async function readIdentity(state: StateFolder, files: DurableFiles): Promise<JobIdentity | null> {
  const text = await files.read(state.job)
  if (text === null) {
    if ((await files.list(state.committed)).length === 0) return null
    throw new StateError(
      `\`${state.path}\` holds epochs of a job, and its job.json is missing`,
      'restore job.json, or use another --state-dir',
    )
  }
  const identity: unknown = parse(text)
  if (isIdentity(identity)) return identity
  throw new StateError(`\`${state.job}\` is damaged`, 'restore it, or use another --state-dir')
}

async function createIdentity(state: StateFolder, name: string, files: DurableFiles): Promise<JobIdentity> {
  const identity: JobIdentity = { uuid: randomUUID(), name }
  const draft = join(state.staging, `job-${identity.uuid}.json`)
  await files.makeFolder(state.staging)
  await files.write(draft, `${JSON.stringify({ version: 1, ...identity })}\n`)
  const linked = await files.link(draft, state.job)
  await files.syncFolder(state.path)
  await files.unlink(draft)
  // Another process of the same job began at the same time.
  return linked === 'linked' ? identity : claimState(state, name, files)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isIdentity(value: unknown): value is JobIdentity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'uuid' in value &&
    typeof value.uuid === 'string' &&
    'name' in value &&
    typeof value.name === 'string'
  )
}
