/** How a running job is shown: a line on a terminal, log lines elsewhere, nothing under -q or --no-progress. */
import { performance } from 'node:perf_hooks'
import type { JobLook } from '../runtime/job/look.ts'
import type { OpenJob } from '../runtime/job/open-job.ts'
import { addRemaining, progressSample, progressText, recordsPerSecond } from '../runtime/job/progress.ts'
import type { ProgressSample } from '../runtime/job/progress.ts'
import { drawProgress } from './progress-line.ts'
import { logProgress } from './progress-log.ts'
import type { ProgressReport } from './progress-log.ts'
import type { Terminal } from './terminal.ts'

/** `showEnd`: the job ends when its input does. The result ends it. */
export function showProgress(open: OpenJob, showEnd: boolean, terminal: Terminal): () => void {
  const report = reporter(open, showEnd)
  switch (terminal.progress) {
    case 'line':
      return drawProgress(async () => (await report()).message)
    case 'log':
      return logProgress(terminal.log, report)
    case 'none':
      return () => {}
  }
}

/** Rates are those since the report before. */
function reporter(open: OpenJob, showEnd: boolean): () => Promise<ProgressReport> {
  const beginning = open.look().then(sampleOf)
  let before: ProgressSample | null = null
  return async () => {
    const look = await open.look()
    const last = before ?? (await beginning)
    const now = sampleOf(look)
    const epoch = look.lastEpoch
    const epochText = epoch === 0 ? 'no epoch committed yet' : `epoch ${epoch}`
    const message = `${progressText(last, now, showEnd)}, ${epochText}`
    const fields = {
      records: now.records,
      recordsPerSecond: Math.round(recordsPerSecond(last, now)),
      errors: now.errors,
      epoch,
      remaining: now.remaining,
    }
    before = now
    return { message, fields }
  }
}

function sampleOf({ counted, sources }: JobLook): ProgressSample {
  return progressSample(performance.now(), counted, addRemaining(sources.map(({ remaining }) => remaining)))
}
