/** What is accepted, so that programs may have it already, and does nothing yet. */
import type { Span } from '../source.ts'
import type { Reporter } from './reporter.ts'

/** `what`: "option 'sink.headers'". */
export function reportNoEffect(what: string, span: Span, report: Reporter): void {
  report.warning('W1002', span, `${what} is accepted and has no effect yet`, {
    help: 'it is kept for a later version; nothing is lost by leaving it out',
  })
}
