/**
 * The patterns that are there without a file, under the names that Logstash's library uses, written for RE2. Its line formats
 * exist with two sets of field names, as in Logstash: those of the Elastic Common Schema, and the older short ones.
 */
import { readDefinitions } from '../definitions.ts'
import type { GrokDefinitions } from '../definitions.ts'
import { base } from './base.ts'
import { broLegacy } from './bro-legacy.ts'
import { ciscoEcs, ciscoLegacy } from './cisco.ts'
import { ecs } from './ecs.ts'
import { legacy } from './legacy.ts'
import { servicesEcs, servicesLegacy } from './services.ts'
import { zeekEcs } from './zeek-ecs.ts'

export const grokNames = ['ecs-v1', 'legacy'] as const
export type GrokNames = (typeof grokNames)[number]

const texts: Readonly<Record<GrokNames, readonly string[]>> = {
  'ecs-v1': [base, ecs, ciscoEcs, servicesEcs, zeekEcs],
  legacy: [base, legacy, ciscoLegacy, servicesLegacy, broLegacy],
}

const read = new Map<GrokNames, GrokDefinitions>()

export function grokLibrary(names: GrokNames): GrokDefinitions {
  let definitions = read.get(names)
  if (definitions === undefined) {
    const text = texts[names].join('\n')
    definitions = readDefinitions({ path: `grok/${names}`, text }).definitions
    read.set(names, definitions)
  }
  return definitions
}
