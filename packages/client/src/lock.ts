/** One holder at a time: among the tabs of an origin by Web Locks, else within this page or process. */
import { abortAfter } from "./surroundings.js";

/** Runs the task alone; `hadToWait` says that another holder came before. */
export type Lock = <T>(task: (hadToWait: boolean) => Promise<T>) => Promise<T>;

/** Longer than a refresh with all its repetitions; then a tab that hangs or sleeps is no reason to wait on. */
const waitsAtMostMs = 35_000;

/**
 * `otherwise` holds where the browser refuses to lock anything: in a sandboxed frame, or a page that is being left.
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
      // Its own failure; or the lock was stolen from it, and it goes on all the same.
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
