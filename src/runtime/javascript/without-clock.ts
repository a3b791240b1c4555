/**
 * Takes clock, time zone and chance from this thread: QuickJS in WebAssembly asks its host for them, and what a function computes
 * must not depend on the machine. Imported for its effect, before QuickJS is loaded; only in the thread of the functions.
 */
const parts = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds'] as const
for (const part of parts) {
  const ofUtc = Object.getOwnPropertyDescriptor(Date.prototype, `getUTC${part}`)!
  Object.defineProperty(Date.prototype, `get${part}`, ofUtc)
}
Date.prototype.getTimezoneOffset = () => 0
Date.now = () => 0
Math.random = () => 0
