/** All functions. A new one is a file in its family's folder and a line here. */
import { array } from './collection/array.ts'
import { arrayContains } from './collection/array-contains.ts'
import { arrayDistinct } from './collection/array-distinct.ts'
import { arrayJoin } from './collection/array-join.ts'
import { arrayPosition } from './collection/array-position.ts'
import { arrayRemove } from './collection/array-remove.ts'
import { arrayReverse } from './collection/array-reverse.ts'
import { arraySlice } from './collection/array-slice.ts'
import { arraySort } from './collection/array-sort.ts'
import { cardinality } from './collection/cardinality.ts'
import { elementAt } from './collection/element-at.ts'
import { item } from './collection/item.ts'
import { map } from './collection/map.ts'
import { mapKeys } from './collection/map-keys.ts'
import { mapValues } from './collection/map-values.ts'
import { row } from './collection/row.ts'
import { rowField } from './collection/row-field.ts'
import { split } from './collection/split.ts'
import { strToMap } from './collection/str-to-map.ts'
import { coalesce } from './condition/coalesce.ts'
import { greatest } from './condition/greatest.ts'
import { ifFunction } from './condition/if.ts'
import { ifnull } from './condition/ifnull.ts'
import { least } from './condition/least.ts'
import { nullif } from './condition/nullif.ts'
import type { FunctionDefinition } from './definition.ts'
import { crc32 } from './hash/crc32.ts'
import { hmac } from './hash/hmac.ts'
import { maskFirstN } from './hash/mask-first-n.ts'
import { maskHash } from './hash/mask-hash.ts'
import { maskLastN } from './hash/mask-last-n.ts'
import { maskShowFirstN } from './hash/mask-show-first-n.ts'
import { maskShowLastN } from './hash/mask-show-last-n.ts'
import { mask } from './hash/mask.ts'
import { md5 } from './hash/md5.ts'
import { sha1 } from './hash/sha1.ts'
import { sha2 } from './hash/sha2.ts'
import { sha224 } from './hash/sha224.ts'
import { sha256 } from './hash/sha256.ts'
import { sha384 } from './hash/sha384.ts'
import { sha512 } from './hash/sha512.ts'
import { xxhash64 } from './hash/xxhash64.ts'
import { getJsonObject } from './json/get-json-object.ts'
import { isJson } from './json/is-json.ts'
import { jsonArrayLength } from './json/json-array-length.ts'
import { jsonArray } from './json/json-array.ts'
import { jsonExists } from './json/json-exists.ts'
import { jsonKeys } from './json/json-keys.ts'
import { jsonObject } from './json/json-object.ts'
import { jsonQuery } from './json/json-query.ts'
import { jsonString } from './json/json-string.ts'
import { jsonValue } from './json/json-value.ts'
import { abs } from './number/abs.ts'
import { bin } from './number/bin.ts'
import { bitand } from './number/bitand.ts'
import { bitor } from './number/bitor.ts'
import { bitxor } from './number/bitxor.ts'
import { ceil } from './number/ceil.ts'
import { conv } from './number/conv.ts'
import { exp } from './number/exp.ts'
import { floor } from './number/floor.ts'
import { ln } from './number/ln.ts'
import { log } from './number/log.ts'
import { log10 } from './number/log10.ts'
import { log2 } from './number/log2.ts'
import { mod } from './number/mod.ts'
import { power } from './number/power.ts'
import { round } from './number/round.ts'
import { sign } from './number/sign.ts'
import { sqrt } from './number/sqrt.ts'
import { truncate } from './number/truncate.ts'
import { ascii } from './string/ascii.ts'
import { charLength } from './string/char-length.ts'
import { chr } from './string/chr.ts'
import { concatWs } from './string/concat-ws.ts'
import { concat } from './string/concat.ts'
import { decode } from './string/decode.ts'
import { encode } from './string/encode.ts'
import { endswith } from './string/endswith.ts'
import { fromBase64 } from './string/from-base64.ts'
import { hex } from './string/hex.ts'
import { initcap } from './string/initcap.ts'
import { instr } from './string/instr.ts'
import { left } from './string/left.ts'
import { levenshtein } from './string/levenshtein.ts'
import { locate } from './string/locate.ts'
import { lower } from './string/lower.ts'
import { lpad } from './string/lpad.ts'
import { ltrim } from './string/ltrim.ts'
import { octetLength } from './string/octet-length.ts'
import { overlay } from './string/overlay.ts'
import { regexpCount } from './string/regexp-count.ts'
import { regexpExtract } from './string/regexp-extract.ts'
import { regexpReplace } from './string/regexp-replace.ts'
import { regexp } from './string/regexp.ts'
import { repeat } from './string/repeat.ts'
import { replace } from './string/replace.ts'
import { reverse } from './string/reverse.ts'
import { right } from './string/right.ts'
import { rpad } from './string/rpad.ts'
import { rtrim } from './string/rtrim.ts'
import { similarTo } from './string/similar-to.ts'
import { splitIndex } from './string/split-index.ts'
import { startswith } from './string/startswith.ts'
import { substring } from './string/substring.ts'
import { toBase64 } from './string/to-base64.ts'
import { translate } from './string/translate.ts'
import { trim } from './string/trim.ts'
import { unhex } from './string/unhex.ts'
import { upper } from './string/upper.ts'
import { addMonths } from './time/add-months.ts'
import { convertTz } from './time/convert-tz.ts'
import { dateAdd } from './time/date-add.ts'
import { dateFormat } from './time/date-format.ts'
import { dateSub } from './time/date-sub.ts'
import { dateTrunc } from './time/date-trunc.ts'
import { datediff } from './time/datediff.ts'
import { dayofmonth } from './time/dayofmonth.ts'
import { dayofweek } from './time/dayofweek.ts'
import { dayofyear } from './time/dayofyear.ts'
import { extract } from './time/extract.ts'
import { fromUnixtime } from './time/from-unixtime.ts'
import { hour } from './time/hour.ts'
import { lastDay } from './time/last-day.ts'
import { minute } from './time/minute.ts'
import { month } from './time/month.ts'
import { quarter } from './time/quarter.ts'
import { second } from './time/second.ts'
import { timestampadd } from './time/timestampadd.ts'
import { timestampdiff } from './time/timestampdiff.ts'
import { toDate } from './time/to-date.ts'
import { toTimestampLtz } from './time/to-timestamp-ltz.ts'
import { toTimestamp } from './time/to-timestamp.ts'
import { unixTimestamp } from './time/unix-timestamp.ts'
import { week } from './time/week.ts'
import { year } from './time/year.ts'
import { ipInCidr } from './url/ip-in-cidr.ts'
import { ipMask } from './url/ip-mask.ts'
import { ipToNumber } from './url/ip-to-number.ts'
import { isIpv4 } from './url/is-ipv4.ts'
import { isIpv6 } from './url/is-ipv6.ts'
import { parseUrl } from './url/parse-url.ts'
import { urlDecode } from './url/url-decode.ts'
import { urlEncode } from './url/url-encode.ts'
import { utm } from './url/utm.ts'

/** By family, then name. */
export const allFunctions: readonly FunctionDefinition[] = [
  ascii,
  charLength,
  chr,
  concatWs,
  concat,
  decode,
  encode,
  endswith,
  fromBase64,
  hex,
  initcap,
  instr,
  left,
  levenshtein,
  locate,
  lower,
  lpad,
  ltrim,
  octetLength,
  overlay,
  regexpCount,
  regexpExtract,
  regexpReplace,
  regexp,
  repeat,
  replace,
  reverse,
  right,
  rpad,
  rtrim,
  similarTo,
  splitIndex,
  startswith,
  substring,
  toBase64,
  translate,
  trim,
  unhex,
  upper,
  abs,
  bin,
  bitand,
  bitor,
  bitxor,
  ceil,
  conv,
  exp,
  floor,
  ln,
  log,
  log10,
  log2,
  mod,
  power,
  round,
  sign,
  sqrt,
  truncate,
  coalesce,
  greatest,
  ifFunction,
  ifnull,
  least,
  nullif,
  addMonths,
  convertTz,
  dateAdd,
  dateFormat,
  dateSub,
  dateTrunc,
  datediff,
  dayofmonth,
  dayofweek,
  dayofyear,
  extract,
  fromUnixtime,
  hour,
  lastDay,
  minute,
  month,
  quarter,
  second,
  timestampadd,
  timestampdiff,
  toDate,
  toTimestampLtz,
  toTimestamp,
  unixTimestamp,
  week,
  year,
  getJsonObject,
  isJson,
  jsonArrayLength,
  jsonArray,
  jsonExists,
  jsonKeys,
  jsonObject,
  jsonQuery,
  jsonString,
  jsonValue,
  ipInCidr,
  ipMask,
  ipToNumber,
  isIpv4,
  isIpv6,
  parseUrl,
  urlDecode,
  urlEncode,
  utm,
  crc32,
  hmac,
  maskFirstN,
  maskHash,
  maskLastN,
  maskShowFirstN,
  maskShowLastN,
  mask,
  md5,
  sha1,
  sha2,
  sha224,
  sha256,
  sha384,
  sha512,
  xxhash64,
  array,
  map,
  row,
  item,
  rowField,
  cardinality,
  elementAt,
  arrayContains,
  arrayPosition,
  arrayDistinct,
  arrayRemove,
  arrayReverse,
  arrayJoin,
  arraySlice,
  arraySort,
  mapKeys,
  mapValues,
  split,
  strToMap,
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
