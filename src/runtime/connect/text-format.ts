/** The options of a file source that say how its text is cut and read. */
import { plainLines } from '../../connectors/file/framing.ts'
import type { Framing, TextFormat } from '../../connectors/file/framing.ts'
import { ConnectorError } from '../../connectors/ports.ts'
import { encodingNamed } from '../../connectors/text/encoding.ts'
import { compileRegex } from '../../engine/kernels/regex-compile.ts'
import type { fileSourceOptions, OptionValues } from '../../options/index.ts'

type Values = OptionValues<typeof fileSourceOptions>

/** `owner`: "source `x`". Raises ConnectorError where a regex that came by `${env:…}` is none. */
export function textFormatOf(owner: string, values: Values): TextFormat {
  const isQuoting = !values['csv.disable-quote-character']
  return {
    ...plainLines,
    framing: framingOf(owner, values),
    encoding: encodingNamed(values.encoding),
    csv: {
      delimiter: values['csv.field-delimiter'],
      quote: isQuoting ? values['csv.quote-character'] : null,
      escape: values['csv.escape-character'],
      allowComments: values['csv.allow-comments'],
    },
    csvHeader: values['csv.header'],
    quietMs: values['framing.timeout'],
  }
}

function framingOf(owner: string, { framing, 'multiline.start': start }: Values): Framing {
  if (start === null) return { kind: framing }
  try {
    return { kind: 'multiline', start: compileRegex(start) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConnectorError(`${owner}: option 'multiline.start' is no regular expression of RE2's syntax: ${reason}`)
  }
}
