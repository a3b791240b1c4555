/** How a person who reads a hint calls this program: under npm scripts and npx it is not on the PATH. */
export const programName = process.env['npm_lifecycle_event'] === undefined ? 'sluice' : 'npx sluice'
