/** The management listener: health and metrics, for the operator's network only. */
import { clockTrust } from "./telemetry/index.js";
import { findProblems } from "./database/check.sql.js";
import { pendingMigrations } from "./database/migrations.sql.js";
export function managementEndpoints(app, context) {
    app.get("/health/live", () => ({ status: "live" }));
    /**
     * Ready: the database works and is migrated, a key can sign, APIs accept tokens with this clock's times, and the
     * process is not ending.
     */
    app.get("/health/ready", async (_request, reply) => {
        const { problems, ...database } = await checkDatabase(context);
        const checks = {
            ...database,
            signingKey: context.keyRing.ready,
            clock: clockTrust(context.clock.aheadSeconds),
            serving: !context.stopping.signal.aborted,
        };
        const ready = Object.values(checks).every(Boolean);
        return reply
            .code(ready ? 200 : 503)
            .send({ status: ready ? "ready" : "not ready", checks, ...(problems.length > 0 && { problems }) });
    });
    app.get("/metrics", async (_request, reply) => {
        const { registry } = context.metrics;
        return reply.type(registry.contentType).send(await registry.metrics());
    });
}
async function checkDatabase({ pool }) {
    try {
        const pending = await pendingMigrations(pool);
        const problems = pending.length === 0 ? await findProblems(pool) : [];
        return { database: problems.length === 0, migrations: pending.length === 0, problems };
    }
    catch {
        return { database: false, migrations: false, problems: [] };
    }
}
//# sourceMappingURL=management.js.map