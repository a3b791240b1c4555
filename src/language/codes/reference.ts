/** Pages of explanation as Markdown: one for a terminal, all of them for `docs/errors.md`. */
import { diagnosticCodes, type DiagnosticCode } from '../codes.ts'
import { codePages } from './index.ts'
import { examplePrelude } from './page.ts'

const families = {
  E1: 'Syntax',
  E2: 'Names',
  E3: 'Types and values',
  E4: 'Clauses and structure',
  E5: 'Options',
  W: 'Lints',
} as const

export function codePage(code: DiagnosticCode): string {
  const { cause, example, mended, patterns } = codePages[code]
  return `${code}: ${diagnosticCodes[code]}

${cause}

${fenced(example, patterns?.example)}
Mended:

${fenced(mended, patterns?.mended)}`
}

function fenced(sql: string, patterns: string | undefined): string {
  const file = patterns === undefined ? '' : `-- patterns/shop holds: ${patterns}`
  return `\`\`\`sql\n${file}${sql}\`\`\`\n`
}

/** The whole of `docs/errors.md`. */
export function errorReference(): string {
  const codes = Object.keys(diagnosticCodes) as DiagnosticCode[]
  const chapters = Object.entries(families).map(([prefix, title]) => {
    const pages = codes.filter((code) => code.startsWith(prefix)).map((code) => `### ${codePage(code)}`)
    return `## ${title}\n\n${pages.join('\n')}`
  })
  return `# What the compiler says

Every message has a code. E is a mistake: the program does not compile. W is a lint: it compiles and will hurt; \`-- sluice:ignore W2003\` on the
line above (or at the end of the line) silences one, \`SET 'lint.W2003' = 'off'\` all of them, \`= 'error'\` makes them mistakes. \`sluice explain-code E2004\` shows one of these pages.

Written by \`npm run docs:errors\` from the pages beside the compiler. The examples take this for granted:

\`\`\`sql
${examplePrelude}\`\`\`

${chapters.join('\n')}`
}
