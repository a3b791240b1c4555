/** URLs taken apart by the regex of RFC 3986, appendix B: whole ones, and relative references as access logs have them. */

export const urlParts = ['HOST', 'PATH', 'QUERY', 'REF', 'PROTOCOL', 'AUTHORITY', 'FILE', 'USERINFO'] as const
export type UrlPart = (typeof urlParts)[number]

const reference = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s
const authoritySyntax = /^(?:(.*)@)?(\[[^\]]*\]|[^:]*)(?::\d*)?$/s

/** A part of a URL as it is written, or null if it has none. */
export function urlPart(url: string, part: UrlPart): string | null {
  const match = reference.exec(url)
  if (match === null) return null
  const [, protocol, authority, path, query, fragment] = match
  switch (part) {
    case 'PROTOCOL':
      return protocol ?? null
    case 'AUTHORITY':
      return authority ?? null
    case 'HOST':
      return authoritySyntax.exec(authority ?? '')?.[2] || null
    case 'USERINFO':
      return authoritySyntax.exec(authority ?? '')?.[1] ?? null
    case 'PATH':
      return path
    case 'QUERY':
      return query ?? null
    case 'REF':
      return fragment ?? null
    case 'FILE':
      return query === undefined ? path : `${path}?${query}`
  }
}

/** The value of the first parameter of that name, as written. */
export function queryParameter(query: string, name: string): string | null {
  for (const pair of query.split('&')) {
    if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1)
  }
  return null
}
