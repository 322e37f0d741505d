/** Keeps comparing this machine's clock with the database's. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../context.js";

const pollMs = 10_000;

export async function keepWatchingClock({ clock }: Context, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(pollMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (!signal.aborted) await clock.compare();
  }
}
