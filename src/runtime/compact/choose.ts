/** Which files of a partition are merged into one. */

/** A visible file, as the manifest says that wrote it. */
export interface DataFile {
  readonly path: string
  readonly rows: number
  readonly bytes: number
  /** hex */
  readonly sha256: string
}

/**
 * Groups of two files or more, each of `bytesMax` at most, in the order given (rows keep it). A file of half of `bytesMax` or
 * more is big enough, and stays.
 */
export function chooseGroups(files: readonly DataFile[], bytesMax: number): readonly (readonly DataFile[])[] {
  const groups: DataFile[][] = []
  let group: DataFile[] = []
  let bytes = 0
  for (const file of files) {
    if (file.bytes * 2 >= bytesMax) continue
    if (bytes + file.bytes > bytesMax) {
      groups.push(group)
      group = []
      bytes = 0
    }
    group.push(file)
    bytes += file.bytes
  }
  groups.push(group)
  return groups.filter((files) => files.length > 1)
}
