/** What both servers share: metrics, tracing, logging, listening, and limits on requests. */
export { clockDoubt, clockTrust } from "./clock.js";
export { answerUnreadable, limitRequests, refuseLargeHeads, serverLimits, unreadable, } from "./limits.js";
export { backlog, listen, StartError } from "./listen.js";
export { openLog } from "./log.js";
export { measureProcess, measureRequests } from "./metrics.js";
export { startTracing } from "./tracing.js";
