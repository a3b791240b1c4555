/** Document to text: a group stays on its line if it fits there. */
import { displayWidth } from '../render/line.ts'
import type { Document } from './document.ts'
import { Writer } from './writer.ts'

const widthMax = 120
const indentWidth = 2

interface Command {
  readonly document: Document
  readonly indent: number
  readonly flat: boolean
  /** The `aligned` document around it; 0: none. */
  readonly section: number
}

export function layOut(document: Document): string {
  const writer = new Writer()
  const commands: Command[] = [{ document, indent: 0, flat: false, section: 0 }]
  let sections = 0
  for (let command = commands.pop(); command !== undefined; command = commands.pop()) {
    const current = command
    const { document: next, indent, flat, section } = current
    switch (next.kind) {
      case 'token':
        writer.token(next.text, next.comments, { indent, section })
        break
      case 'blanks':
        writer.blanks(next.count)
        break
      case 'line':
        if (flat) writer.blanks(next.flat.length)
        else writer.newline(indent, next.blank)
        break
      case 'comments':
        writer.ownLines(next.comments, indent)
        break
      case 'indent':
        commands.push({ ...current, document: next.content, indent: indent + indentWidth })
        break
      case 'aligned':
        commands.push({ ...current, document: next.content, section: ++sections })
        break
      case 'sequence':
        commands.push(...next.parts.toReversed().map((part) => ({ ...current, document: part })))
        break
      case 'group':
        commands.push({ ...current, document: next.content, flat: flat || fits(next.content, commands, writer.column) })
        break
    }
  }
  return writer.finish()
}

/** Whether the content, and what must stand behind it in the same line, fits from a column on. */
function fits(content: Document, following: readonly Command[], start: number): boolean {
  const pending: { readonly document: Document; readonly flat: boolean }[] = [{ document: content, flat: true }]
  let nextFollowing = following.length - 1
  let column = start
  let isFirst = true
  let behindComment = false
  for (;;) {
    if (pending.length === 0 && nextFollowing < 0) return true
    const isContent = pending.length > 0 && nextFollowing === following.length - 1
    const { document, flat } = pending.pop() ?? following[nextFollowing--]
    switch (document.kind) {
      case 'token': {
        const { leading, inline, trailing } = document.comments
        const isPunctuation = document.text === ',' || document.text === ';'
        if ((leading.length > 0 && !isFirst) || (behindComment && !isPunctuation)) return !isContent
        for (const comment of inline) column += displayWidth(comment.text) + 1
        const lines = document.text.split('\n')
        if (column + displayWidth(lines[0]) > widthMax) return false
        column = (lines.length === 1 ? column : 0) + displayWidth(lines[lines.length - 1])
        isFirst = false
        behindComment ||= trailing.length > 0
        break
      }
      case 'blanks':
        column += document.count
        break
      case 'line':
        if (document.hard || !flat) return !(document.hard && isContent)
        column += document.flat.length
        break
      case 'comments':
        return !isContent
      case 'sequence':
        pending.push(...document.parts.toReversed().map((part) => ({ document: part, flat })))
        break
      case 'group':
      case 'indent':
      case 'aligned':
        pending.push({ document: document.content, flat })
        break
    }
  }
}
