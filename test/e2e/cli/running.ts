/** A program that runs until somebody ends it: for tests that look at it meanwhile. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import type { TestContext } from 'node:test'
import { executable } from '../../support/sluice.ts'
import type { Project } from './project.ts'

export class Running {
  readonly child: ChildProcess
  stderr = ''
  /** Resolves to the exit code; null: ended by a signal. */
  readonly ended: Promise<number | null>
  private isOver = false

  /** Killed after the test if it still runs then. */
  constructor(t: TestContext, project: Project, commandLine: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const options = { cwd: project.folder, env: { ...process.env, ...env } }
    this.child = spawn(process.execPath, [executable, ...commandLine], options)
    this.child.stdout?.resume()
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    this.ended = new Promise((done) => {
      this.child.once('close', (code) => {
        this.isOver = true
        done(code)
      })
    })
    t.after(async () => {
      this.child.kill('SIGKILL')
      await this.ended
    })
  }

  /** Resolves when something is so; rejects with what the program said where it ends before. */
  async until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await isSo())) {
      if (this.isOver) throw new Error(`ended too early: ${this.stderr}`)
      await new Promise((next) => setTimeout(next, 10))
    }
  }

  async stop(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal)
    return this.ended
  }

  /** Where `--http 0` answers, once it does. */
  async url(): Promise<string> {
    const told = /http:\/\/127\.0\.0\.1:\d+/
    await this.until(() => told.test(this.stderr))
    return told.exec(this.stderr)![0]
  }
}

/** Whether somebody listens. */
export async function answers(url: string): Promise<boolean> {
  const { hostname: host, port } = new URL(url)
  const socket = connect({ host, port: Number(port) })
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
