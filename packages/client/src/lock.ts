/** A lock: across the tabs of an origin by Web Locks, otherwise within this page or process. */
import { abortAfter } from "./surroundings.js";

/** Runs the task while holding the lock; `hadToWait` tells whether another holder came first. */
export type Lock = <T>(task: (hadToWait: boolean) => Promise<T>) => Promise<T>;

/** Longer than a refresh with all its retries; after that, a tab that hangs or sleeps is not waited for. */
export const waitsAtMostMs = 35_000;

/**
 * `otherwise` is used if the browser refuses locks: in a sandboxed frame, or a page being left.
 *
 * @see https://w3c.github.io/web-locks/
 */
export function webLock(name: string, otherwise: Lock): Lock {
  return async <T>(task: (hadToWait: boolean) => Promise<T>) => {
    let hadToWait = false;
    let running: Promise<T> | null = null;
    const run = () => (running = task(hadToWait));
    try {
      const now = { ifAvailable: true };
      const free = await navigator.locks.request(name, now, async (lock) =>
        lock === null ? null : { result: await run() },
      );
      if (free !== null) return free.result;
      hadToWait = true;
      const inTime = { signal: abortAfter(waitsAtMostMs) };
      return await navigator.locks.request(name, inTime, run);
    } catch {
      // The task failed, or the lock was stolen while it runs, which does not stop it.
      if (running !== null) return running;
      return hadToWait ? task(true) : otherwise(task);
    }
  };
}

export function localLock(): Lock {
  let holders = 0;
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const hadToWait = holders > 0;
    holders += 1;
    const run = () => task(hadToWait).finally(() => (holders -= 1));
    const result = last.then(run, run);
    last = result;
    return result;
  };
}
