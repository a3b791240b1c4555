/** A JSON path after parsing: `$.a."b c"[0][last][*]`. */
export type PathStep =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'wildcard' }

export type JsonPath = readonly PathStep[]
