/** Measures the event loop's delay: a process that is too busy answers nobody in time. */
import { monitorEventLoopDelay } from "node:perf_hooks";
/** Milliseconds, as a mean: a single pause is no overload. */
const mostDelay = 1_000;
const sampleInterval = 2_000;
const resolution = 10;
export function watchEventLoop() {
    const histogram = monitorEventLoopDelay({ resolution });
    histogram.enable();
    let isLate = false;
    const sampling = setInterval(() => {
        // No samples means that the whole process was paused; requests after a pause are answered.
        isLate = histogram.count > 0 && histogram.mean / 1e6 - resolution > mostDelay;
        histogram.reset();
    }, sampleInterval).unref();
    return {
        get isLate() {
            return isLate;
        },
        stop() {
            clearInterval(sampling);
            histogram.disable();
        },
    };
}
//# sourceMappingURL=event-loop.js.map