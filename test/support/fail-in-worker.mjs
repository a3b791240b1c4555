/** Loaded before the program: in the worker thread that `FAIL_IN_WORKER` names something breaks that nobody expects. */
import { isMainThread, workerData } from 'node:worker_threads'

if (!isMainThread && workerData?.share?.worker === Number(process.env['FAIL_IN_WORKER'])) {
  setTimeout(() => {
    throw new Error('something broke in a thread')
  }, 1_000)
}
