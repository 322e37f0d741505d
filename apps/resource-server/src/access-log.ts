/** One cheap log line per request without secrets: no header, no query, no path as sent. */
import { type FastifyReply, type FastifyRequest, LogController } from "fastify";

/** The route's pattern, not the URL: identifiers and mistyped secrets stay out of the log. */
function describe(request: FastifyRequest, reply: FastifyReply): Record<string, unknown> {
  return {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? null,
    status: reply.statusCode,
    milliseconds: Math.round(reply.elapsedTime * 1_000) / 1_000,
    clientId: request.accessToken?.claims.client_id ?? null,
    reason: reply.refusal?.reason ?? null,
  };
}

/** Replaces Fastify's two lines per request. */
export class AccessLog extends LogController {
  override incomingRequest(): void {
    // Only completed requests are logged.
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const line = describe(request, reply);
    const cause = error ?? reply.refusal?.cause;
    if (reply.statusCode >= 500) request.log.error({ ...line, err: cause }, "request failed");
    else request.log.info(line, "request");
  }
}
