import { collectDefaultMetrics, Histogram } from "prom-client";
/** Seconds. A refresh takes milliseconds, and no response takes more than two seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
/**
 * Measure every request of this app by route pattern: `http_request_duration_seconds{method, route, status_code}`.
 * Requests without a route are `unknown`, so that nobody can create arbitrary series.
 */
export function measureRequests(app, registry) {
    const durations = new Histogram({
        name: "http_request_duration_seconds",
        help: "From the first byte of the request's head to the last of the answer, by the route's pattern.",
        labelNames: ["method", "route", "status_code"],
        buckets,
        registers: [registry],
    });
    app.addHook("onResponse", ({ method, routeOptions }, reply, done) => {
        const route = routeOptions.url ?? "unknown";
        durations.observe({ method, route, status_code: reply.statusCode }, reply.elapsedTime / 1000);
        done();
    });
}
/** CPU, memory, file descriptors, garbage collection, event-loop lag: `process_*` and `nodejs_*`. */
export const measureProcess = (registry) => collectDefaultMetrics({ register: registry });
