/** The management listener: is the process alive, and can it verify tokens? Not for the public. */
import type { Verifier } from "@regrant/verifier";
import Fastify, { type FastifyInstance } from "fastify";

export function buildManagement(verifier: Verifier): FastifyInstance {
  const app = Fastify();
  app.get("/health/live", () => ({ status: "live" }));
  app.get("/health/ready", (_request, reply) => {
    const keys = verifier.keysStatus();
    const isReady = keys.count > 0;
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? "ready" : "no keys", keys });
  });
  return app;
}
