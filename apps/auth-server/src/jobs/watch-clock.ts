/** Looks again and again whether this machine's clock and the database's agree. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../context.js";

const pollMs = 10_000;

export async function keepWatchingClock({ clock }: Context, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(pollMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (!signal.aborted) await clock.compare();
  }
}
