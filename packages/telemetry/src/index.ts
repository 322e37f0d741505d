/** What both servers tell about themselves, beside their own metrics, and how they listen and log. */
export { clockDoubt, clockTrust } from "./clock.js";
export { backlog, listen, StartError } from "./listen.js";
export { openLog } from "./log.js";
export { measureProcess, measureRequests } from "./metrics.js";
export { startTracing, type Tracing, type TracingOptions } from "./tracing.js";
