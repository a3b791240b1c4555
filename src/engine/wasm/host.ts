/** What the kernels ask of JavaScript: rare work that has its one implementation there. Never throws. */

/**
 * The meaning of the inside of a valid JSON string, which is never longer, from `target` on. Returns the end, or `~end` if it has
 * a lone surrogate.
 */
export declare function unescape(start: i32, end: i32, target: i32): i32
