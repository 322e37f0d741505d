/** Prometheus metrics with their usual names. */
import type { FastifyInstance } from "fastify";
import { type Registry } from "prom-client";
/**
 * Measure every request of this app by route pattern: `http_request_duration_seconds{method, route, status_code}`.
 * Requests without a route are `unknown`, so that nobody can create arbitrary series.
 */
export declare function measureRequests(app: FastifyInstance, registry: Registry): void;
/** CPU, memory, file descriptors, garbage collection, event-loop lag: `process_*` and `nodejs_*`. */
export declare const measureProcess: (registry: Registry) => void;
