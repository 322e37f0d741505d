/** One holder at a time: among the tabs of an origin by Web Locks, else within this page or process. */

/** Runs the task alone; `hadToWait` says that another holder came before. */
export type Lock = <T>(task: (hadToWait: boolean) => Promise<T>) => Promise<T>;

/** Longer than a refresh with all its repetitions; then a tab that hangs or sleeps is no reason to wait on. */
export const waitsAtMostMs = 35_000;

export const hasWebLocks = (): boolean => globalThis.navigator?.locks !== undefined;

/** @see https://w3c.github.io/web-locks/ */
export function webLock(name: string): Lock {
  return async (task) => {
    const now = { ifAvailable: true };
    const free = await navigator.locks.request(name, now, async (lock) =>
      lock === null ? null : { result: await task(false) },
    );
    if (free !== null) return free.result;
    let isHeld = false;
    const inTime = { signal: AbortSignal.timeout(waitsAtMostMs) };
    const held = navigator.locks.request(name, inTime, () => {
      isHeld = true;
      return task(true);
    });
    return held.catch((error: unknown) => {
      if (isHeld) throw error;
      return task(true);
    });
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
