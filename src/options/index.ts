/** Options: one declarative catalog for the checker, the connectors and the documentation. */
export * from './definition.ts'
export * from './formats.ts'
export * from './read.ts'
export * from './references.ts'
export * from './secrets.ts'
export * from './sinks.ts'
export * from './sources.ts'
export * from './steps.ts'
