/** One log line for each request: the route's pattern, never the address asked for, never a header or body. */
import type { FastifyInstance } from "fastify";

export function logRequests(app: FastifyInstance): void {
  app.decorateRequest("reason", undefined);
  app.decorateRequest("clientId", undefined);
  app.addHook("onResponse", (request, reply, done) => {
    request.log.info(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? "unknown",
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
