/** Retries temporary failures: limited, and not before the server allows it. */
import { UnavailableError } from "./errors.js";

/** The server accepts a repeated refresh for 30 s; later attempts are left to the next request. */
const bounds = { attempts: 5, totalMs: 30_000, firstPauseMs: 500 };

/** Repeats the task while it throws `UnavailableError` and the limits allow. */
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

/** Doubles with each attempt, with half of it random, so that many clients do not return at once. */
const backoffMs = (attempt: number): number =>
  bounds.firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
