/** What both servers share: metrics, tracing, logging and listening. */
export { clockDoubt, clockTrust } from "./clock.js";
export { backlog, listen, StartError } from "./listen.js";
export { openLog } from "./log.js";
export { measureProcess, measureRequests } from "./metrics.js";
export { startTracing, type Tracing, type TracingOptions } from "./tracing.js";
