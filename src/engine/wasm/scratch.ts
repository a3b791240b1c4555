/**
 * Room of the kernels' own at the beginning of every engine's memory (`kernelScratchBytes` of memory.ts reserves it): what is in
 * it means nothing from one call to the next, but for the places of repeated keys.
 */

/** Containers that may be open at once, with some to spare. */
const depths: i32 = 1_024

/** valueEnd: a byte for each open container: 1 an object, 0 an array. */
export const containerKinds: i32 = 64
/** Cuts: 12 bytes for each open container. */
export const openContainers: i32 = containerKinds + depths
/** Cuts of a value with few members: the members, and behind them the hash table of their places. */
export const fewMembers: i32 = openContainers + depths * 12
export const fewMembersRoom: i32 = 256
/** Parquet: the differences of a block, 8 bytes each, and behind them what is packed of them, 4 bytes each. */
export const deltaBlock: i32 = 64
export const packedBlock: i32 = deltaBlock + 128 * 8
