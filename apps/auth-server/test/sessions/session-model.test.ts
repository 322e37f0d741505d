/**
 * Compares sessions with a model of their rules: random sign-ins, refreshes, lost responses, retries, reuse,
 * revocations, time, restarts and restored backups on two replicas, some of them at the same time. The model must
 * explain every response, and at the end every issued token is tried.
 *
 * `MODEL_RUNS=5000 npx vitest run test/sessions/session-model.test.ts` searches further. A failure prints its seed and the
 * shortest failing sequence.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createResources } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { actions } from "../support/session-actions.js";
import { play, startSystem } from "../support/session-play.js";

const runs = Number(process.env.MODEL_RUNS ?? 200);

const server = await testServer();
beforeAll(() => createResources(server));

describe("Every refresh token that was ever issued is answered as the model of sessions says", {
  retry: 0,
}, () => {
  it.each([
    ["as it is by default", 30, "session", 0.6],
    ["where reuse ends all of the user's sessions", 30, "user", 0.2],
    ["where there is no retry", 0, "session", 0.2],
  ] as const)(
    "%s",
    async (_how, retrySeconds, reuseRevokes, share) => {
      const system = await startSystem({
        retrySeconds,
        reuseRevokes,
        idleSeconds: 100,
        absoluteSeconds: 240,
      });
      const property = fc.asyncProperty(actions(system.rules), (drawn) => play(system, drawn));
      await fc.assert(property, { numRuns: Math.ceil(runs * share) });
    },
    20_000 + runs * 1000,
  );

  it("and no two of them ever waited for each other in a circle", async () => {
    const { rows } = await server.db.query(
      "select deadlocks::int from pg_stat_database where datname = current_database()",
    );
    expect(rows).toEqual([{ deadlocks: 0 }]);
  });
});
