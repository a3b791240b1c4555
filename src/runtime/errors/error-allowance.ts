/**
 * How many errors are written in full: so many a second on average, and up to a minute's worth at once, so that a batch of bad
 * records is whole in the error stream and a storm that lasts does not fill the disk.
 */
import type { ErrorAllowance } from '../../engine/error-storm.ts'
import type { Clock } from '../shards/epoch.ts'

export const errorsPerSecondDefault = 10_000
const burstSeconds = 60

export function errorAllowance(perSecond: number, clock: Clock): ErrorAllowance {
  let saved = perSecond * burstSeconds
  let savedAtMs = clock()
  return (wanted) => {
    const nowMs = clock()
    saved = Math.min(perSecond * burstSeconds, saved + ((nowMs - savedAtMs) / 1000) * perSecond)
    savedAtMs = nowMs
    const allowed = Math.min(wanted, Math.floor(saved))
    saved -= allowed
    return allowed
  }
}
