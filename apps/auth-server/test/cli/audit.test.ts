import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { insertAuditEvent } from "../../src/audit/audit-events.sql.js";
import { createParties } from "../support/fixtures.js";
import { expectFailure, json, program, regrant } from "../support/regrant.js";
import { sessionIdOf } from "../support/rows.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { askByPassword, signIn } from "../support/token-requests.js";

const env = { DATABASE_URL: await sharedDatabase() };
const server = await testServer();
const run = (...args: string[]) => regrant(["audit", ...args], env);

const { client, user } = await createParties(server);
await askByPassword(server, client, { ...user, password: "wrong" });
await server.context.background.finish();
const sessionId = sessionIdOf(server, (await signIn(server, client, user)).refresh_token);

async function found(...args: string[]): Promise<string[]> {
  const { events } = json(await run("search", ...args, "--json")) as { events: { event: string }[] };
  return events.map(({ event }) => event);
}

describe("regrant audit search", () => {
  it("finds by user (e-mail or id), client, session, event, reason, request and time, the newest first", async () => {
    const both = ["session.created", "sign_in.refused"];
    const { rows } = await server.db.query<{ request_id: string }>(
      "select request_id from audit_events where session_id = $1",
      [sessionId],
    );
    const request = rows[0]?.request_id ?? "";
    const results = await Promise.all([
      found("--user", user.email.toUpperCase()),
      found("--user", user.id),
      found("--client", client.clientId),
      found("--session", sessionId),
      found("--event", "sign_in"),
      found("--reason", "user_credentials_mismatch"),
      found("--request", request),
      found("--since", "1h", "--client", client.clientId),
    ]);
    expect(results).toEqual([
      both,
      both,
      both,
      ["session.created"],
      ["sign_in.refused"],
      ["sign_in.refused"],
      ["session.created"],
      both,
    ]);
    expect(await found("--until", "2020-01-01")).toEqual([]);
    expect(await found("--client", client.clientId, "--limit", "1")).toEqual(["session.created"]);
  });

  it("shows people who, where and why, and programs all there is", async () => {
    const { stdout } = await run("search", "--client", client.clientId);
    expect(stdout.split("\n")[0]).toMatch(/^time +event +reason +who +client +session +address$/);
    expect(stdout).toMatch(
      new RegExp(
        `sign_in.refused +user_credentials_mismatch +${user.email} +${client.clientId} +– +127\\.0\\.0\\.1$`,
        "m",
      ),
    );
    const { events } = json(await run("search", "--session", sessionId, "--json"));
    expect(events).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        event: "session.created",
        reason: null,
        actor: null,
        user_id: user.id,
        email: user.email,
        client_id: client.clientId,
        session_id: sessionId,
        address: "127.0.0.1",
        user_agent: "lightMyRequest",
        request_id: expect.any(String),
        detail: null,
      },
    ]);
  });

  it("says what is wrong with what it is asked", async () => {
    const [event, since, session, limit, nobody] = await Promise.all([
      run("search", "--event", "made.up"),
      run("search", "--since", "yesterday"),
      run("search", "--session", "1"),
      run("search", "--limit", "0"),
      run("search", "--user", "nobody@example.com"),
    ]);
    expectFailure(event, 2, /No event name starts with this. Events: assertion\.accepted/);
    expectFailure(since, 2, /30m, 24h or 7d \(ago\), or a time like 2026-11-01/);
    expectFailure(session, 2, /A session id is a UUID/);
    expectFailure(limit, 2, /Must be a whole number from 1 to 10000/);
    expectFailure(nobody, 1, /there is no user nobody@example\.com/);
  });
});

describe("regrant audit tail", () => {
  it("shows the latest, the newest last, and as many as are asked for", async () => {
    const { events } = json(await run("tail", "-n", "2", "--json")) as { events: { event: string }[] };
    expect(events.map(({ event }) => event)).toEqual(["sign_in.refused", "session.created"]);
    expect((await run("tail", "-n", "1")).stdout.trim().split("\n")).toHaveLength(2);
  });

  it("--follow prints each event once as it comes, with --json one object a line, until it is interrupted", async () => {
    const child = spawn(process.execPath, [program, "audit", "tail", "--follow", "-n", "1", "--json"], {
      env,
    });
    const lines: Record<string, unknown>[] = [];
    const arrived = createInterface({ input: child.stdout });
    arrived.on("line", (line) => lines.push(JSON.parse(line)));
    await once(arrived, "line");
    for (const number of [1, 2, 3]) {
      await insertAuditEvent(server.db, {
        event: "user.updated",
        actor: "operator:test",
        detail: { number },
      });
      await once(arrived, "line");
    }
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(lines.map(({ event, detail }) => [event, detail])).toEqual([
      ["session.created", null],
      ...[1, 2, 3].map((number) => ["user.updated", { number }]),
    ]);
  });
});
