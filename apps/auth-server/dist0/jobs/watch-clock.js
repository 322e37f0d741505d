/** Keeps comparing this machine's clock with the database's. */
import { setTimeout as sleep } from "node:timers/promises";
const pollMs = 10_000;
export async function keepWatchingClock({ clock }, signal) {
    while (!signal.aborted) {
        await sleep(pollMs, undefined, { signal, ref: false }).catch(() => undefined);
        if (!signal.aborted)
            await clock.compare();
    }
}
//# sourceMappingURL=watch-clock.js.map