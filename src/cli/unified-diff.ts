/** Two texts as a unified diff (https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html), by lines. */

export interface ChangedText {
  readonly path: string
  readonly before: string
  readonly after: string
}

interface Edit {
  readonly sign: ' ' | '-' | '+'
  readonly line: string
}

const contextLines = 3
const colours = { ' ': '', '-': '31', '+': '32', '@': '36' } as const

/** Empty where the texts are equal. */
export function unifiedDiff({ path, before, after }: ChangedText, colour: boolean): string {
  const edits = editsBetween(linesOf(before), linesOf(after))
  const hunks = hunksOf(edits)
  if (hunks.length === 0) return ''
  const paint = (code: string, text: string): string =>
    colour && code !== '' ? `\u001b[${code}m${text}\u001b[0m` : text
  const body = hunks.map(({ header, edits: part }) => [
    paint(colours['@'], header),
    ...part.map(({ sign, line }) => paint(colours[sign], sign + line.replace(/\n$/, '')) + missingNewline(line)),
  ])
  return `${[`--- ${path}`, `+++ ${path}`, ...body.flat()].join('\n')}\n`
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function missingNewline(line: string): string {
  return line.endsWith('\n') ? '' : '\n\\ No newline at end of file'
}

/** Myers' greedy algorithm (http://www.xmailserver.org/diff2.pdf): the fewest lines taken out and put in. */
function editsBetween(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const trace = furthestPaths(before, after)
  const edits: Edit[] = []
  let [x, y] = [before.length, after.length]
  for (let distance = trace.length - 1; distance >= 0; distance--) {
    const furthest = trace[distance]
    const diagonal = x - y
    const down = goesDown(furthest, diagonal, distance)
    const startX = distance === 0 ? 0 : furthest.get(down ? diagonal + 1 : diagonal - 1)!
    const startY = distance === 0 ? 0 : startX - (down ? diagonal + 1 : diagonal - 1)
    while (x > startX && y > startY) {
      edits.push({ sign: ' ', line: before[--x] })
      y--
    }
    if (distance === 0) break
    if (down) edits.push({ sign: '+', line: after[--y] })
    else edits.push({ sign: '-', line: before[--x] })
  }
  return edits.toReversed()
}

/** By number of edits: how far in `before` each diagonal was reached with one edit less. */
function furthestPaths(before: readonly string[], after: readonly string[]): readonly ReadonlyMap<number, number>[] {
  const trace: ReadonlyMap<number, number>[] = []
  const furthest = new Map([[1, 0]])
  for (let distance = 0; distance <= before.length + after.length; distance++) {
    trace.push(new Map(furthest))
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let x = goesDown(furthest, diagonal, distance) ? furthest.get(diagonal + 1)! : furthest.get(diagonal - 1)! + 1
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++
      furthest.set(diagonal, x)
      if (x >= before.length && x - diagonal >= after.length) return trace
    }
  }
  return trace
}

/** Whether the path to a diagonal comes by a line put in, rather than one taken out. */
function goesDown(furthest: ReadonlyMap<number, number>, diagonal: number, distance: number): boolean {
  if (diagonal === -distance) return true
  return diagonal !== distance && furthest.get(diagonal - 1)! < furthest.get(diagonal + 1)!
}

interface Hunk {
  readonly header: string
  readonly edits: readonly Edit[]
}

/** Changes with three lines around them; those that are near to one another together. */
function hunksOf(edits: readonly Edit[]): readonly Hunk[] {
  const changed = edits.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]))
  const ranges: { start: number; end: number }[] = []
  for (const index of changed) {
    const last = ranges.at(-1)
    if (last !== undefined && index - contextLines <= last.end) last.end = index + 1 + contextLines
    else ranges.push({ start: Math.max(0, index - contextLines), end: index + 1 + contextLines })
  }
  return ranges.map(({ start, end }) => {
    const part = edits.slice(start, end)
    const from = rangeText(edits.slice(0, start), part, '+')
    const to = rangeText(edits.slice(0, start), part, '-')
    return { header: `@@ -${from} +${to} @@`, edits: part }
  })
}

/** `first line,count` in one of the texts: all lines but those of the other sign. */
function rangeText(earlier: readonly Edit[], part: readonly Edit[], other: '-' | '+'): string {
  const count = part.filter(({ sign }) => sign !== other).length
  const before = earlier.filter(({ sign }) => sign !== other).length
  return `${count === 0 ? before : before + 1}${count === 1 ? '' : `,${count}`}`
}
