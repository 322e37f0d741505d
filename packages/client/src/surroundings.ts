/** Detects the environment: a page with other tabs, or a process with independent clients. */

/**
 * Whether there are tabs. Node.js also has Web Locks (from 24.5), BroadcastChannel and sessionStorage (from 25), but
 * there they connect all clients of a process, which belong to different users.
 */
export const hasTabs = (): boolean => typeof globalThis.origin === "string";

export const hasWebLocks = (): boolean => hasTabs() && globalThis.navigator?.locks !== undefined;

/** `sessionStorage`, or undefined if there is none or the user blocks storage. */
export function tabStorage(): Storage | undefined {
  if (!hasTabs()) return undefined;
  try {
    return globalThis.sessionStorage ?? undefined;
  } catch {
    return undefined;
  }
}

/** Like `AbortSignal.timeout`, which older browsers (before 2022) lack. */
export function abortAfter(milliseconds: number): AbortSignal {
  const controller = new AbortController();
  const timer: unknown = setTimeout(
    () => controller.abort(new DOMException("it took too long", "TimeoutError")),
    milliseconds,
  );
  // In Node.js the timer is an object and would keep the process running.
  if (typeof timer === "object") (timer as { unref(): void }).unref();
  return controller.signal;
}
