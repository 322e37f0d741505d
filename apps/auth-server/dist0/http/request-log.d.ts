/**
 * One log line for each request: the route's pattern, never the address asked for, never a header or body. What a balancer or
 * Prometheus asks every second is at the level debug, unless the answer is a failure.
 */
import type { FastifyInstance } from "fastify";
export declare function logRequests(app: FastifyInstance): void;
