/**
 * Every diagnostic code, once, with what it stands for. Numbers are never used again for something else.
 * E1 syntax, E2 names, E3 types and values, E4 clauses and structure, E5 options, W lints.
 */
export const diagnosticCodes = {
  E1001: 'unexpected text',
  E1002: 'text that is no token',
  E1003: 'unterminated literal or comment',
  E1004: 'double quotes',
  E1005: 'statement of another dialect',
  E1006: 'clauses in the wrong order',
  E2004: 'unknown column',
} as const

export type DiagnosticCode = keyof typeof diagnosticCodes
