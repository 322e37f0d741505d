/** Repeating what failed for now: within bounds, and not before the server said. */
import { UnavailableError } from "./errors.js";

/** The server answers a repeated refresh for 30 s; what takes longer is left to the next request. */
const bounds = { attempts: 5, totalMs: 30_000, firstPauseMs: 500 };

/** Repeats the task as long as it throws `UnavailableError` and the bounds allow. */
export async function retry<T>(task: () => Promise<T>, onWait: (milliseconds: number) => void): Promise<T> {
  const deadline = performance.now() + bounds.totalMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      const pauseMs = error.retryAfterMs ?? backoffMs(attempt);
      if (attempt === bounds.attempts || performance.now() + pauseMs > deadline) throw error;
      onWait(pauseMs);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** Doubles with each attempt; between half of it and all, so that many clients do not come back at once. */
const backoffMs = (attempt: number): number =>
  bounds.firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);

/**
 * Read `Retry-After`: seconds or a date, which counts from the answer's own `Date`, for the clocks may differ. Returns
 * milliseconds, or null where it is absent or says nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function parseRetryAfter(value: string | null, answeredAt: string | null): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const [date, from] = [Date.parse(value), Date.parse(answeredAt ?? "") || Date.now()];
  return Number.isNaN(date) ? null : Math.max(0, date - from);
}
