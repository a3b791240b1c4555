/** `'encoding'`: how the text of a source is encoded. The names are those of the WHATWG Encoding Standard, and Java's where they differ. */
import type { OptionKind } from './kinds.ts'

/** By the name that is shown: other names of the same encoding. Case, `-` and `_` do not matter. */
const aliases = {
  'utf-16le': [],
  'utf-16be': [],
  'utf-8': [],
  gb18030: [],
  gbk: ['gb2312', 'cp936', 'ms936', 'windows-936'],
  big5: ['big5-hkscs', 'cp950'],
  shift_jis: ['sjis', 'ms932', 'cp932', 'windows-31j'],
  'euc-jp': [],
  'euc-kr': ['cp949', 'ms949', 'windows-949', 'ks_c_5601-1987'],
  'iso-8859-1': ['latin-1'],
  'iso-8859-2': ['latin-2'],
  'iso-8859-5': [],
  'iso-8859-7': [],
  'iso-8859-15': ['latin-9'],
  'windows-874': ['cp874', 'tis-620'],
  'windows-1250': ['cp1250'],
  'windows-1251': ['cp1251'],
  'windows-1252': ['cp1252'],
  'windows-1253': ['cp1253'],
  'windows-1254': ['cp1254'],
  'windows-1255': ['cp1255'],
  'windows-1256': ['cp1256'],
  'windows-1257': ['cp1257'],
  'windows-1258': ['cp1258'],
  'koi8-r': [],
  'koi8-u': [],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type EncodingName = keyof typeof aliases

const encodingNames = Object.keys(aliases) as readonly EncodingName[]

const byAlias = new Map(
  encodingNames.flatMap((name) => [name, ...aliases[name]].map((alias) => [folded(alias), name] as const)),
)

function folded(name: string): string {
  return name.trim().toLowerCase().replaceAll(/[-_]/g, '')
}

const examples = '`utf-8`, `gb18030`, `gbk`, `big5`, `shift_jis`, `euc-kr`, `iso-8859-1`, `windows-1252` or `utf-16le`'

export const encodingKind: OptionKind<EncodingName> = {
  expectation: `an encoding such as ${examples}`,
  words: encodingNames,
  parse: (text) => {
    const name = byAlias.get(folded(text))
    if (name !== undefined) return { ok: true, value: name }
    return { ok: false, message: `must be an encoding such as ${examples}` }
  },
}
