/** What has been opened, as the steps that close it: the last first. */
import { withDeadline } from './with-deadline.ts'

export type Closing = (() => Promise<void>)[]

const closeMsMax = 15_000

/** One that fails, or never ends, does not keep the others open. Raises the first error. */
export async function closeAll(closing: Closing): Promise<void> {
  const failures: unknown[] = []
  for (const step of closing.splice(0).toReversed()) {
    await withDeadline(closeMsMax, step()).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}
