/**
 * Time zones by IANA name: instant to local time and back, by Java's rules: a local time in a gap moves on by the gap's length,
 * one that occurs twice is the earlier. Offsets come from Intl; the transitions between are found by bisection and cached, so
 * that a lookup usually is a comparison. All numbers are whole seconds, exact as doubles.
 */

export interface Zone {
  readonly id: string
  /** Seconds east of Greenwich at an instant (seconds since 1970-01-01T00:00:00Z). */
  readonly offsetAt: (epochSeconds: number) => number
  /** Seconds to take from a local time (seconds since 1970-01-01T00:00:00 local) to get the instant. */
  readonly offsetOfLocal: (localSeconds: number) => number
}

export const utc: Zone = fixedZone('UTC', 0)

/** No two transitions are so close to each other: windows of twelve days have one at most. */
const windowSeconds = 1 << 20
/** More than any zone is from Greenwich. */
const offsetSecondsMax = 86_400
const windowsKeptMax = 20_000
const zonesKeptMax = 1000

const zones = new Map<string, Zone>()

/** `Asia/Shanghai`, `UTC`, `Z`, `+08:00`; null where there is no such zone. */
export function zoneNamed(id: string): Zone | null {
  const known = zones.get(id)
  if (known !== undefined) return known
  const zone = makeZone(id)
  if (zone === null) return null
  // Names can come from records, in any letter case.
  if (zones.size >= zonesKeptMax) zones.clear()
  zones.set(id, zone)
  return zone
}

function makeZone(id: string): Zone | null {
  if (id === 'UTC' || id === 'Z' || id === 'GMT') return utc
  const offset = /^([+-])(\d\d)(?::?(\d\d)(?::?(\d\d))?)?$/.exec(id)
  if (offset !== null) {
    const [hours, minutes, seconds] = [offset[2], offset[3] ?? '0', offset[4] ?? '0'].map(Number)
    if (hours > 18 || minutes > 59 || seconds > 59) return null
    return fixedZone(id, (offset[1] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds))
  }
  try {
    return new NamedZone(id)
  } catch {
    return null
  }
}

export function fixedZone(id: string, offsetSeconds: number): Zone {
  return { id, offsetAt: () => offsetSeconds, offsetOfLocal: () => offsetSeconds }
}

/** Twelve days: one offset before `change` and one from it on. */
interface Window {
  readonly change: number
  readonly before: number
  readonly after: number
}

class NamedZone implements Zone {
  readonly id: string
  private readonly format: Intl.DateTimeFormat
  private readonly windows = new Map<number, Window>()
  private lastIndex = Number.NaN
  private lastWindow: Window = { change: 0, before: 0, after: 0 }

  constructor(id: string) {
    this.id = id
    this.format = new Intl.DateTimeFormat('en-US', { timeZone: id, timeZoneName: 'longOffset', year: 'numeric' })
  }

  readonly offsetAt = (epochSeconds: number): number => {
    const window = this.windowOf(epochSeconds)
    return epochSeconds < window.change ? window.before : window.after
  }

  readonly offsetOfLocal = (localSeconds: number): number => {
    // The offset before a transition serves its gap and the earlier half of its overlap. Only one that lies within a day of
    // the guess can matter; if it is not in this window it is in the next.
    const earliest = localSeconds - offsetSecondsMax
    const offset = this.offsetAt(earliest)
    const change = this.changeIn(earliest, localSeconds + offsetSecondsMax)
    if (change === null) return offset
    // With the offset before, is the local time still before the transition? In a gap it is not, yet that offset counts.
    const after = this.offsetAt(change)
    return localSeconds < change + Math.max(offset, after) ? offset : after
  }

  /** The transition in (from, to], at most two days apart, or null. */
  private changeIn(from: number, to: number): number | null {
    const first = this.windowOf(from)
    if (first.change > from && first.change <= to) return first.change
    const last = this.windowOf(to)
    return last.change > from && last.change <= to ? last.change : null
  }

  private windowOf(epochSeconds: number): Window {
    const index = Math.floor(epochSeconds / windowSeconds)
    if (index === this.lastIndex) return this.lastWindow
    let window = this.windows.get(index)
    if (window === undefined) {
      window = this.findWindow(index * windowSeconds)
      if (this.windows.size >= windowsKeptMax) this.windows.clear()
      this.windows.set(index, window)
    }
    this.lastIndex = index
    this.lastWindow = window
    return window
  }

  private findWindow(start: number): Window {
    const before = this.askIntl(start)
    const after = this.askIntl(start + windowSeconds)
    if (before === after) return { change: Number.POSITIVE_INFINITY, before, after: before }
    let low = start
    let high = start + windowSeconds
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (this.askIntl(middle) === before) low = middle
      else high = middle
    }
    return { change: high, before, after }
  }

  private askIntl(epochSeconds: number): number {
    const name = this.format.formatToParts(epochSeconds * 1000).find((part) => part.type === 'timeZoneName')!.value
    const match = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name)
    if (match === null) throw new Error(`Intl gives the offset ${name} for ${this.id}`)
    if (match[1] === undefined) return 0
    const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0)
    return match[1] === '-' ? -seconds : seconds
  }
}
