/**
 * Names of partition folders, `column=value`, escaped as Hive does it (org.apache.hadoop.hive.common.FileUtils.escapePathName), so that
 * Hive, Spark, Flink, Trino and DuckDB read the values back.
 */
import { Failure } from '../../types/value.ts'

/** Stands for NULL and for empty text. */
export const defaultPartition = '__HIVE_DEFAULT_PARTITION__'

/** What filesystems allow for one name. */
export const componentBytesMax = 255

// oxlint-disable-next-line no-control-regex -- they are what must be escaped
const escaped = /[\u0001-\u001f\u007f"#%'*/:=?\\{[\]^]/g

/** `column=value`, or why there can be no folder of that name. null: NULL. */
export function partitionComponent(column: string, value: string | null): string | Failure {
  const text = value ?? ''
  if (!text.isWellFormed()) return new Failure(`${column}: a lone surrogate cannot stand in the name of a folder`)
  if (text.includes('\0')) return new Failure(`${column}: a zero byte cannot stand in the name of a folder`)
  const component = `${escapeColumn(column)}=${text === '' ? defaultPartition : escapeName(text)}`
  const bytes = Buffer.byteLength(component)
  return bytes > componentBytesMax ? tooLong(column, bytes) : component
}

/** The same for a value that is too long by itself, whatever escaping adds to it. */
export function componentTooLong(column: string, valueBytes: number): Failure {
  return tooLong(column, Buffer.byteLength(column) + 1 + valueBytes)
}

function tooLong(column: string, bytes: number): Failure {
  return new Failure(`${column}: the name of its folder would have ${bytes} bytes, ${componentBytesMax} are allowed`)
}

/** The reverse of what was done to a name or value. */
export function unescapeName(name: string): string {
  return name.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function escapeName(name: string): string {
  return name.replace(escaped, escapeCharacter)
}

/** Readers ignore folders whose names begin with `_` or `.`, so a column's must not. */
function escapeColumn(column: string): string {
  return escapeName(column).replace(/^[_.]/, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
