/**
 * A function in QuickJS, a JavaScript engine compiled to WebAssembly: it sees its arguments and JavaScript's own library, nothing
 * of Node. Work and memory of a call are bounded, both counted rather than timed, so that a record has the same outcome on any
 * machine. A loop inside one call of QuickJS's own library is not counted; whoever runs this must be able to end it from outside.
 */
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core'
import type { QuickJSContext, QuickJSHandle, QuickJSSyncVariant } from 'quickjs-emscripten-core'
import { lockdown } from './lockdown.ts'

export interface SandboxedFunction {
  readonly parameters: readonly string[]
  readonly body: string
}

export type SandboxOutcome =
  | { readonly ok: true; readonly text: string }
  /** `line`: of the body, from 1; null where it is not known. */
  | { readonly ok: false; readonly message: string; readonly line: number | null }

/** QuickJS asks after every 10,000 jumps backwards and calls. */
const interruptsMax = 200
const stackBytesMax = 262_144
/** 16 MiB, with which QuickJS begins, to 48 MiB. QuickJS's own limit counts hardly anything when compiled to WebAssembly. */
const memoryPages = { initial: 256, maximum: 768 }

export class Sandbox {
  /** After it ran out of memory another one has to go on, so that no call suffers from the one before. */
  isSpent = false
  private readonly context: QuickJSContext
  private readonly enter: QuickJSHandle | null = null
  /** Why the body could not be compiled, though the checker took it. */
  private readonly problem: string = ''
  private interrupts = 0

  private constructor(context: QuickJSContext, { parameters, body }: SandboxedFunction) {
    this.context = context
    context.runtime.setInterruptHandler(() => ++this.interrupts > interruptsMax)
    const makeEnter = context.unwrapResult(context.evalCode(lockdown, 'sandbox'))
    const made = context.evalCode(`(function (${parameters.join(', ')}) { 'use strict';\n${body}\n})`, 'body')
    if (made.error !== undefined) {
      const { name, message } = context.dump(made.error) as { readonly name: string; readonly message: string }
      this.problem = `${name}: ${message}`
    } else this.enter = context.unwrapResult(context.callFunction(makeEnter, context.undefined, made.value))
  }

  /** The body must be one that the checker took: its syntax is right, and it stays within the function. */
  static async create(definition: SandboxedFunction): Promise<Sandbox> {
    const { default: variant } = (await import('@jitl/quickjs-wasmfile-release-sync')) as unknown as {
      readonly default: QuickJSSyncVariant
    }
    const wasmMemory = new WebAssembly.Memory(memoryPages)
    const quickJs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }))
    const runtime = quickJs.newRuntime()
    runtime.setMaxStackSize(stackBytesMax)
    return new Sandbox(runtime.newContext(), definition)
  }

  /** Raises only where QuickJS itself is broken; the sandbox is then of no more use. */
  call(callText: string): SandboxOutcome {
    const { context, enter } = this
    if (enter === null) return { ok: false, message: this.problem, line: null }
    this.interrupts = 0
    const outcome = context.newString(callText).consume((text) => this.outcomeOf(enter, text))
    this.isSpent = !outcome.ok && outcome.message.includes('out of memory')
    return outcome
  }

  private outcomeOf(enter: QuickJSHandle, text: QuickJSHandle): SandboxOutcome {
    const { context } = this
    const result = context.callFunction(enter, context.undefined, text)
    if (result.error === undefined)
      return result.value.consume((value) => JSON.parse(context.getString(value)) as SandboxOutcome)
    // What is thrown is caught inside; only what cannot be caught or shown comes here.
    const isNull = result.error.consume((error) => context.sameValue(error, context.null))
    if (this.interrupts > interruptsMax) return { ok: false, message: 'it took too many steps', line: null }
    return { ok: false, message: isNull ? 'out of memory' : 'it threw what cannot be shown', line: null }
  }
}
