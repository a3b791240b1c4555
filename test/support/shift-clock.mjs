/**
 * Preloaded by tests: the wall clock jumps. `--import …/shift-clock.mjs?ms=3600000&afterMs=5000`: by an hour, five seconds after the
 * start of the process; the monotonic clock goes on as clocks of machines do.
 */
const { searchParams } = new URL(import.meta.url)
const shiftMs = Number(searchParams.get('ms'))
const afterMs = Number(searchParams.get('afterMs'))
const Real = Date

function now() {
  return Real.now() + (performance.now() >= afterMs ? shiftMs : 0)
}

class ShiftedDate extends Real {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now()] : parts))
  }

  static now() {
    return now()
  }
}

globalThis.Date = ShiftedDate
if (afterMs === 0) Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + shiftMs })
