#!/usr/bin/env node
// Hands over to src/cli/main.ts (in a checkout; Node strips the types) or to its compiled twin (in the published package).
// Plain JavaScript, so that an old Node can still read it and say what is wrong.
import { existsSync, readFileSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { serialize, setFlagsFromString } from 'node:v8'

/** How long what is still open, a connection say, may keep the process once its work is done. */
const lingerMs = 500

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`error: sluice needs Node 22.18 or newer, this is ${process.versions.node}`)
  console.error('  = help: in a checkout `npx sluice` and the npm scripts use the Node that `npm ci` installs')
  process.exit(2)
}

// From the second start on modules come compiled, from Node's cache in the folder for temporary files: half the start-up.
module.enableCompileCache()

// V8 collects garbage when its heap has grown by a third, which bytes of files and pages outside of it do every 8 MB: let it grow to
// twice its size first. It grows up to four times by V8's own rules where a program makes more objects.
setFlagsFromString('--heap-growing-percent=100')

// V8 compiles what uses typed arrays as if none had ever got another prototype. Node gives one to each Buffer that it makes outside of
// JavaScript (names that readdir gives as bytes, say): with the first all of that code is thrown away. So here it is, before there is any.
serialize(null)

// A reader that went away (`sluice … | head`) is no mistake: what was not read is not wanted. Rows of a job are: their sink
// listens too, and has the job end with an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (stream.listenerCount('error') > 1) return
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    throw error
  })
}

const packageFolder = new URL('..', import.meta.url)
const source = new URL('src/cli/main.ts', packageFolder)
const { main } = await import(existsSync(source) ? source.href : new URL('dist/src/cli/main.js', packageFolder).href)
const { version } = JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8'))

const exitCode = await main({ argv: process.argv, version, packageFolder: fileURLToPath(packageFolder) })
// The process ends by itself once nothing is left to do. Told to exit, it first waits for V8's compiling threads, which at times wait for a
// garbage collection that it no longer does (github.com/nodejs/node/issues/54918). It is told only where something lingers.
process.exitCode = exitCode
process.stdout.write('', () => process.stderr.write('', () => setTimeout(() => process.exit(), lingerMs).unref()))
