/** The management listener: health and metrics, for the operator's network only. */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";

export function managementEndpoints(app: FastifyInstance, { db, keyRing, metrics }: Context): void {
  app.get("/health/live", () => ({ status: "live" }));

  /** Ready: the database answers and there is a key to sign with. */
  app.get("/health/ready", async (_request, reply) => {
    const checks = { signingKey: keyRing.ready, database: await answers(db) };
    const ready = Object.values(checks).every(Boolean);
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "not ready", checks });
  });

  app.get("/metrics", async (_request, reply) => {
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

const answers = async (db: Context["db"]): Promise<boolean> =>
  db.query("select 1").then(
    () => true,
    () => false,
  );
