/** The management listener: health and metrics. Not for the public. */
import { clockTrust } from "@regrant/telemetry";
import Fastify, { type FastifyInstance } from "fastify";

/**
 * Ready if there are keys to verify with (even if the issuer is away), the clock suits the issuer's tokens, and the
 * process is not ending.
 */
export function buildManagement(
  { verifier, metrics }: FastifyInstance,
  stopping: AbortSignal,
): FastifyInstance {
  const app = Fastify();
  app.get("/health/live", () => ({ status: "live" }));
  app.get("/health/ready", (_request, reply) => {
    const keys = verifier.keysStatus();
    const isClockGood = clockTrust(keys.clockAheadSeconds);
    const usable = keys.count === 0 ? "no keys" : isClockGood ? "ready" : "clock";
    const status = stopping.aborted ? "stopping" : usable;
    const isReady = status === "ready";
    return reply.code(isReady ? 200 : 503).send({ status, keys, tokenCache: verifier.cacheStatus() });
  });
  app.get("/metrics", async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  return app;
}
