/**
 * Takes clock, time zone and chance from this thread: QuickJS in WebAssembly asks its host for them, and what a function computes
 * must not depend on the machine. Imported for its effect, before QuickJS is loaded; only in the thread of the functions.
 */
const { prototype } = Date
prototype.getTimezoneOffset = () => 0
prototype.getFullYear = prototype.getUTCFullYear
prototype.getMonth = prototype.getUTCMonth
prototype.getDate = prototype.getUTCDate
prototype.getDay = prototype.getUTCDay
prototype.getHours = prototype.getUTCHours
prototype.getMinutes = prototype.getUTCMinutes
prototype.getSeconds = prototype.getUTCSeconds
Date.now = () => 0
Math.random = () => 0
