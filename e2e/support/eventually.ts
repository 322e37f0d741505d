/** Waits for a condition by polling, with a time limit. */
import { setTimeout as delay } from "node:timers/promises";

const defaults = { withinMs: 20_000, everyMs: 20 };

/** @throws Error naming `what` if the condition is not met in time */
export async function eventually(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  { withinMs, everyMs } = defaults,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await delay(everyMs);
  }
}
