/** What both servers tell about themselves, beside their own metrics: request durations, the process, traces. */
export { measureProcess, measureRequests } from "./metrics.js";
export { startTracing, type Tracing, type TracingOptions } from "./tracing.js";
