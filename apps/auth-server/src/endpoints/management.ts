/** The management listener: health and metrics, for the operator's network only. */
import { clockTrust } from "@regrant/telemetry";
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
import { pendingMigrations } from "../store/migrations.js";

export function managementEndpoints(app: FastifyInstance, context: Context): void {
  app.get("/health/live", () => ({ status: "live" }));

  /**
   * Ready: the database answers and is migrated, there is a key to sign with, the clock is one whose tokens APIs take, and
   * the process is not ending.
   */
  app.get("/health/ready", async (_request, reply) => {
    const checks = {
      ...(await databaseChecks(context)),
      signingKey: context.keyRing.ready,
      clock: clockTrust(context.clock.aheadSeconds),
      serving: !context.stopping.signal.aborted,
    };
    const ready = Object.values(checks).every(Boolean);
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "not ready", checks });
  });

  app.get("/metrics", async (_request, reply) => {
    const { registry } = context.metrics;
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

const databaseChecks = ({ db }: Context): Promise<{ database: boolean; migrations: boolean }> =>
  pendingMigrations(db).then(
    (pending) => ({ database: true, migrations: pending.length === 0 }),
    () => ({ database: false, migrations: false }),
  );
