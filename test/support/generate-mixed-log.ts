/** Writes the quickstart's log anew: `node test/support/generate-mixed-log.ts`. A test holds the two equal. */
import { writeFileSync } from 'node:fs'
import { mixedLog } from './mixed-log.ts'

writeFileSync(new URL('../../schemas/quickstart/mixed.log', import.meta.url), mixedLog())
