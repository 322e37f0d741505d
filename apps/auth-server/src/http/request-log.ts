/**
 * One log line for each request: the route's pattern, never the address asked for, never a header or body. What a balancer or
 * Prometheus asks every second is at the level debug, unless the answer is a failure.
 */
import type { FastifyInstance } from "fastify";

const routine = new Set(["/health/live", "/health/ready", "/metrics"]);

export function logRequests(app: FastifyInstance): void {
  app.decorateRequest("reason", undefined);
  app.decorateRequest("clientId", undefined);
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "unknown";
    const isRoutine = routine.has(route) && reply.statusCode < 400;
    request.log[isRoutine ? "debug" : "info"](
      {
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        clientId: request.clientId,
        reason: request.reason,
      },
      "request",
    );
    done();
  });
}
