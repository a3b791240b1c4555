/** Lines under construction: blanks and comments wait until it is known what follows them. */
import { displayWidth } from '../render/line.ts'
import type { Comment, Comments } from './comments.ts'

interface Line {
  text: string
  /** At its end. */
  comment: string | null
  section: number
}

/** Behind longer lines a comment stands where it can. */
const alignedMax = 100
const continuationWidth = 2

export class Writer {
  readonly #lines: Line[] = []
  #text = ''
  #indent = 0
  #blanks = 0
  #isEmpty = true
  #comments: string[] = []
  #section = 0

  /** Where the next text begins. */
  get column(): number {
    return this.#isEmpty ? this.#indent : displayWidth(this.#text) + this.#blanks
  }

  blanks(count: number): void {
    this.#blanks += count
  }

  newline(indent: number, blank = false): void {
    if (!this.#isEmpty) this.#endLine()
    const last = this.#lines.at(-1)
    if (blank && last !== undefined && (last.text !== '' || last.comment !== null)) {
      this.#lines.push({ text: '', comment: null, section: 0 })
    }
    this.#indent = indent
    this.#blanks = 0
  }

  /** Comments on lines before it, the token, and those behind it, which wait for the end of the line. */
  token(text: string, comments: Comments, place: { readonly indent: number; readonly section: number }): void {
    const { leading, inline, trailing, blankAfterLeading } = comments
    const hasComments = leading.length + inline.length + trailing.length > 0
    const closesItem = (text === ',' || text === ';') && !hasComments
    if (leading.length > 0) {
      const indent = this.#isEmpty ? this.#indent : place.indent
      this.ownLines(leading, indent)
      this.newline(indent, blankAfterLeading)
    } else if (this.#comments.length > 0 && !closesItem) {
      this.newline(place.indent + continuationWidth)
    }
    for (const comment of inline) {
      if (text === ',' || text === ';' || text === ')') this.#blanks = 1
      this.#write(comment.text)
      this.#blanks = text === ',' || text === ';' ? 0 : 1
    }
    this.#write(text)
    this.#section = place.section
    this.#comments.push(...trailing.map((comment) => comment.text))
  }

  /** Comments, each on a line of its own. */
  ownLines(comments: readonly Comment[], indent: number): void {
    for (const [index, { text, blankBefore }] of comments.entries()) {
      this.newline(indent, index > 0 && blankBefore)
      this.#write(text)
    }
    this.newline(indent)
  }

  #write(text: string): void {
    this.#text += ' '.repeat(this.#isEmpty ? this.#indent : this.#blanks)
    this.#isEmpty = false
    this.#blanks = 0
    const lines = text.split('\n')
    for (const each of lines.slice(0, -1)) {
      this.#lines.push({ text: this.#text + each, comment: null, section: 0 })
      this.#text = ''
    }
    this.#text += lines[lines.length - 1]
  }

  #endLine(): void {
    const comment = this.#comments.length === 0 ? null : this.#comments.join(' ')
    this.#lines.push({ text: this.#text, comment, section: this.#section })
    this.#text = ''
    this.#isEmpty = true
    this.#comments = []
    this.#section = 0
  }

  /** The whole text, comments aligned; ends with a newline unless it is empty. */
  finish(): string {
    if (!this.#isEmpty) this.#endLine()
    const columns = this.#commentColumns()
    const lines = this.#lines.map(({ text, comment }, index) =>
      comment === null ? text : text + ' '.repeat(Math.max(2, columns[index] - displayWidth(text))) + comment,
    )
    return lines.map((text) => `${text}\n`).join('')
  }

  /** Comments stand under one another in a section, and in lines that follow one another. */
  #commentColumns(): readonly number[] {
    let run = 0
    const runs = this.#lines.map(({ comment, section }) =>
      section > 0 ? `section ${section}` : comment === null ? run++ : run,
    )
    const widths = new Map<string | number, number>()
    for (const [index, { text, comment }] of this.#lines.entries()) {
      const width = displayWidth(text)
      if (comment !== null && width <= alignedMax)
        widths.set(runs[index], Math.max(widths.get(runs[index]) ?? 0, width))
    }
    return runs.map((key) => (widths.get(key) ?? 0) + 2)
  }
}
