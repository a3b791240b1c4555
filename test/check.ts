/** Types, lint and format, all at once; what each has to say is shown when it has ended. Exit code 1 where one is not content. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

const ended = ['typecheck', 'lint', 'format:check'].map(async (script) => {
  try {
    const { stdout, stderr } = await execute('npm', ['run', '--silent', script])
    console.log(`${stdout}${stderr}${script}: good`)
    return true
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    console.log(`${stdout}${stderr}${script}: not good`)
    return false
  }
})
process.exitCode = (await Promise.all(ended)).every((isGood) => isGood) ? 0 : 1
