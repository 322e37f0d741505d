/** How late the event loop is: what comes to a process that is busy elsewhere is answered by nobody in time. */
import { monitorEventLoopDelay } from "node:perf_hooks";

/** Milliseconds. One pause is no overload: the mean counts. */
const mostDelay = 1_000;
const sampleInterval = 2_000;
const resolution = 10;

export interface EventLoop {
  readonly isLate: boolean;
  stop(): void;
}

export function watchEventLoop(): EventLoop {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  let isLate = false;
  const sampling = setInterval(() => {
    // Without a sample the process was paused as a whole; what comes after a pause is answered.
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
