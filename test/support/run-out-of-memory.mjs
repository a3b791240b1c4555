/**
 * Loaded before the program: the worker thread that `HUNGRY_WORKER` names keeps more and more, as soon as there is a file where
 * `HUNGRY_WHEN` says. Of use with a small `--max-old-space-size`.
 */
import { existsSync } from 'node:fs'
import { isMainThread, workerData } from 'node:worker_threads'

if (!isMainThread && workerData?.share?.worker === Number(process.env['HUNGRY_WORKER'])) {
  const kept = []
  setInterval(() => {
    while (existsSync(process.env['HUNGRY_WHEN'] ?? '')) kept.push(Array.from({ length: 10_000 }, (_, n) => [n]))
  }, 50).unref()
}
