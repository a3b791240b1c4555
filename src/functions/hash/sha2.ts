import { digest, ofTextOrBytes } from './digest.ts'
import type { Value } from '../../types/value.ts'
import type { FunctionDefinition } from '../definition.ts'

const lengths: readonly Value[] = [224, 256, 384, 512]

export const sha2: FunctionDefinition = {
  name: 'sha2',
  aliases: [],
  family: 'hash',
  description:
    "The SHA-2 of 224, 256, 384 or 512 bits of a text's UTF-8, or of bytes, as lower-case hexadecimal digits.",
  signatures: ofTextOrBytes(
    { kind: 'STRING' },
    {
      name: 'bits',
      accepts: 'INT',
      constant: { validate: (bits) => (lengths.includes(bits) ? null : 'the bits are 224, 256, 384 or 512') },
    },
  ),
  nulls: 'propagate',
  canFail: false,
  flink: 'SHA2',
  differs: 'the bits are a constant, and none of the others (for which Flink gives NULL, or fails)',
  examples: [
    { expression: "sha2('ABC', 256)", result: "'b5d4045c3f466fa91fe2cc6abe79232a1a57cdf104f7a26e716e0a1e2789df78'" },
    { expression: "sha2('ABC', 224)", result: "'107c5072b799c4771f328304cfe1ebb375eb6ea7f35a3aa753836fad'" },
    { expression: 'sha2(CAST(NULL AS STRING), 512)', result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const algorithm = `sha${constants[1] as number}`
    return (value) => digest(algorithm, value as string | Uint8Array)
  },
}
