/** What this code finds around it: a page with other tabs beside it, or a process in which clients have nothing in common. */

/**
 * Whether there are tabs. Node.js has Web Locks (from 24.5), BroadcastChannel and sessionStorage (from 25) too, but there
 * they join the clients of a whole process, which are different users'.
 */
export const hasTabs = (): boolean => typeof globalThis.origin === "string";

export const hasWebLocks = (): boolean => hasTabs() && globalThis.navigator?.locks !== undefined;

/** `sessionStorage`; undefined where there is none, or the user lets no site keep anything. */
export function tabStorage(): Storage | undefined {
  if (!hasTabs()) return undefined;
  try {
    return globalThis.sessionStorage ?? undefined;
  } catch {
    return undefined;
  }
}

/** `AbortSignal.timeout`, which browsers have had since 2022 only. */
export function abortAfter(milliseconds: number): AbortSignal {
  const controller = new AbortController();
  const timer: unknown = setTimeout(
    () => controller.abort(new DOMException("it took too long", "TimeoutError")),
    milliseconds,
  );
  // In Node.js it is an object, and would keep the process running.
  if (typeof timer === "object") (timer as { unref(): void }).unref();
  return controller.signal;
}
