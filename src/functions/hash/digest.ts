/** Hashes of a text's UTF-8, or of bytes, as lower-case hexadecimal digits. */
import { createHash } from 'node:crypto'
import type { LogicalType } from '../../types/logical.ts'
import type { FunctionDefinition, FunctionExample, Parameter, Signature } from '../definition.ts'

export function digest(algorithm: string, value: string | Uint8Array): string {
  return createHash(algorithm).update(value).digest('hex')
}

/** With a STRING or BYTES in front of further parameters. */
export function ofTextOrBytes(result: LogicalType, ...further: readonly Parameter[]): readonly Signature[] {
  return (['STRING', 'BYTES'] as const).map((accepts) => ({
    parameters: [{ name: accepts === 'STRING' ? 'text' : 'bytes', accepts }, ...further],
    result,
  }))
}

export function digestFunction(
  name: string,
  algorithm: string,
  {
    title,
    ...entry
  }: {
    readonly title: string
    readonly flink: string
    readonly aliases?: readonly string[]
    readonly examples: readonly FunctionExample[]
  },
): FunctionDefinition {
  return {
    aliases: [],
    ...entry,
    name,
    family: 'hash',
    description: `The ${title} of a text's UTF-8, or of bytes, as lower-case hexadecimal digits.`,
    signatures: ofTextOrBytes({ kind: 'STRING' }),
    nulls: 'propagate',
    canFail: false,
    bind: () => (value) => digest(algorithm, value as string | Uint8Array),
  }
}
