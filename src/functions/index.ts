/** All functions. A new one is a file in its family's folder and a line here. */
import { coalesce } from './condition/coalesce.ts'
import { ifFunction } from './condition/if.ts'
import { ifnull } from './condition/ifnull.ts'
import { nullif } from './condition/nullif.ts'
import type { FunctionDefinition } from './definition.ts'
import { md5 } from './hash/md5.ts'
import { sha1 } from './hash/sha1.ts'
import { sha256 } from './hash/sha256.ts'
import { jsonExists } from './json/json-exists.ts'
import { jsonQuery } from './json/json-query.ts'
import { jsonValue } from './json/json-value.ts'
import { abs } from './number/abs.ts'
import { ceil } from './number/ceil.ts'
import { floor } from './number/floor.ts'
import { mod } from './number/mod.ts'
import { round } from './number/round.ts'
import { charLength } from './string/char-length.ts'
import { concatWs } from './string/concat-ws.ts'
import { concat } from './string/concat.ts'
import { endswith } from './string/endswith.ts'
import { fromBase64 } from './string/from-base64.ts'
import { hex } from './string/hex.ts'
import { instr } from './string/instr.ts'
import { left } from './string/left.ts'
import { locate } from './string/locate.ts'
import { lower } from './string/lower.ts'
import { lpad } from './string/lpad.ts'
import { ltrim } from './string/ltrim.ts'
import { regexpExtract } from './string/regexp-extract.ts'
import { regexpReplace } from './string/regexp-replace.ts'
import { regexp } from './string/regexp.ts'
import { replace } from './string/replace.ts'
import { reverse } from './string/reverse.ts'
import { right } from './string/right.ts'
import { rpad } from './string/rpad.ts'
import { rtrim } from './string/rtrim.ts'
import { splitIndex } from './string/split-index.ts'
import { startswith } from './string/startswith.ts'
import { substring } from './string/substring.ts'
import { toBase64 } from './string/to-base64.ts'
import { trim } from './string/trim.ts'
import { unhex } from './string/unhex.ts'
import { upper } from './string/upper.ts'
import { dateFormat } from './time/date-format.ts'
import { dayofmonth } from './time/dayofmonth.ts'
import { dayofweek } from './time/dayofweek.ts'
import { dayofyear } from './time/dayofyear.ts'
import { fromUnixtime } from './time/from-unixtime.ts'
import { hour } from './time/hour.ts'
import { minute } from './time/minute.ts'
import { month } from './time/month.ts'
import { quarter } from './time/quarter.ts'
import { second } from './time/second.ts'
import { toDate } from './time/to-date.ts'
import { toTimestampLtz } from './time/to-timestamp-ltz.ts'
import { toTimestamp } from './time/to-timestamp.ts'
import { unixTimestamp } from './time/unix-timestamp.ts'
import { year } from './time/year.ts'
import { parseUrl } from './url/parse-url.ts'
import { urlDecode } from './url/url-decode.ts'
import { urlEncode } from './url/url-encode.ts'

/** By family, then name. */
export const allFunctions: readonly FunctionDefinition[] = [
  charLength,
  concatWs,
  concat,
  endswith,
  fromBase64,
  hex,
  instr,
  left,
  locate,
  lower,
  lpad,
  ltrim,
  regexpExtract,
  regexpReplace,
  regexp,
  replace,
  reverse,
  right,
  rpad,
  rtrim,
  splitIndex,
  startswith,
  substring,
  toBase64,
  trim,
  unhex,
  upper,
  abs,
  ceil,
  floor,
  mod,
  round,
  coalesce,
  ifFunction,
  ifnull,
  nullif,
  dateFormat,
  dayofmonth,
  dayofweek,
  dayofyear,
  fromUnixtime,
  hour,
  minute,
  month,
  quarter,
  second,
  toDate,
  toTimestampLtz,
  toTimestamp,
  unixTimestamp,
  year,
  jsonExists,
  jsonQuery,
  jsonValue,
  parseUrl,
  urlDecode,
  urlEncode,
  md5,
  sha1,
  sha256,
]

const byName: ReadonlyMap<string, FunctionDefinition> = new Map(
  allFunctions.flatMap((definition) => [definition.name, ...definition.aliases].map((name) => [name, definition])),
)

/** By canonical name or alias, in any case. */
export function functionNamed(name: string): FunctionDefinition | undefined {
  return byName.get(name.toLowerCase())
}

/** Every name that `functionNamed` knows, for "did you mean". */
export function functionNames(): readonly string[] {
  return [...byName.keys()]
}
