import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { buildManagementApp } from "../../src/app.js";
import { keepPurging, purge } from "../../src/jobs/purge.js";
import { cleanUp } from "../support/clean-up.js";
import { createParties } from "../support/fixtures.js";
import { countRows, insertExpiredSessions } from "../support/old-rows.js";
import { expectFailure, json, program, regrant } from "../support/regrant.js";
import { sessionIdOf, sessionOf } from "../support/rows.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { askByRefreshToken, expectRefusal, refresh, signIn } from "../support/token-requests.js";

const retention = { endedSessionSeconds: 30 * 86_400, auditMonths: 13 };
const never = new AbortController().signal;
const databaseUrl = await sharedDatabase();
const server = await testServer();
const { client, user } = await createParties(server);

beforeEach(async () => {
  await server.db.query(
    "truncate sessions, authorization_codes, sign_ins, sign_in_limits, logout_notices, mailed_links",
  );
});

const cli = (...args: string[]) => regrant(args, { DATABASE_URL: databaseUrl });
const purgeNow = (at = server) => purge(at.db, retention, never);
const age = (sql: string, days: number, id: string) =>
  server.db.query(`update sessions set ${sql} where id = $2`, [days, id]);

describe("The purge", () => {
  it("takes sessions that ended or expired longer ago than they are kept to be explained, and no other", async () => {
    const tokens: Awaited<ReturnType<typeof signIn>>[] = [];
    while (tokens.length < 6) tokens.push(await signIn(server, client, user));
    const [expired, expiredLately, revoked, revokedLately, openAndOld, fresh] = tokens.map(
      ({ refresh_token }) => sessionIdOf(server, refresh_token),
    ) as [string, string, string, string, string, string];
    const ago = "now() - $1 * interval '1 day'";
    await age(`idle_expires_at = ${ago}`, 31, expired);
    await age(`idle_expires_at = ${ago}`, 29, expiredLately);
    await age(`revoked_at = ${ago}, revoke_reason = 'user'`, 31, revoked);
    await age(`revoked_at = ${ago}, revoke_reason = 'user'`, 29, revokedLately);
    await age(`created_at = ${ago}, rotated_at = ${ago}`, 400, openAndOld);
    const { removed } = await purgeNow();
    expect(removed.sessions).toBe(2);
    const { rows } = await server.db.query<{ id: string }>("select id from sessions");
    expect(rows.map(({ id }) => id).sort()).toEqual([expiredLately, revokedLately, openAndOld, fresh].sort());
    const answer = await askByRefreshToken(server, client, tokens[0]?.refresh_token ?? "");
    expectRefusal(answer, 400, "invalid_grant", "refresh_token_unknown");
  });

  it("takes codes a day after they expired, sign-ins that expired, and limits that are over", async () => {
    await server.db.query(
      `insert into authorization_codes (code_hash, client_id, user_id, sign_in_id, redirect_uri, redirect_uri_sent,
                                        code_challenge, scope, resource, authenticated_at, expires_at)
       select sha256(hours::text::bytea), $1, $2, gen_random_uuid(), 'https://app.example.com', true, '', '{}',
              'https://notes.example.com', now(), now() - hours * interval '1 hour' from unnest('{-1,23,25}'::int[]) as hours`,
      [client.clientId, user.id],
    );
    await server.db.query(
      `insert into sign_ins (token_hash, user_id, expires_at, address)
       select sha256(minutes::text::bytea), $1, now() - minutes * interval '1 minute', '203.0.113.7'
         from unnest('{-1,1}'::int[]) as minutes`,
      [user.id],
    );
    await server.db.query(
      `insert into sign_in_limits (key, points, expire)
       select hours, 1, extract(epoch from now() - hours * interval '1 hour') * 1000 from unnest('{-1,2}'::int[]) as hours`,
    );
    const { removed } = await purgeNow();
    expect(removed).toMatchObject({ authorization_codes: 1, sign_ins: 1, sign_in_limits: 1 });
    expect(await countRows(server, "authorization_codes")).toBe(2);
    expect(await countRows(server, "sign_ins")).toBe(1);
    expect(await countRows(server, "sign_in_limits")).toBe(1);
  });

  it("takes links in mails that expired", async () => {
    await server.db.query(
      `insert into mailed_links (token_hash, purpose, email, expires_at)
       select sha256(minutes::text::bytea), 'sign_up', 'ada@example.com', now() - minutes * interval '1 minute'
         from unnest('{-1,1}'::int[]) as minutes`,
    );
    expect((await purgeNow()).removed).toMatchObject({ mailed_links: 1 });
    expect(await countRows(server, "mailed_links")).toBe(1);
  });

  it("takes logout notices a week after they were given up", async () => {
    await server.db.query(
      `insert into logout_notices (client_id, user_id, session_id, reason, created_at)
       select $1, $2, gen_random_uuid(), 'logout', now() - days * interval '1 day' from unnest('{0,7,9}'::int[]) as days`,
      [client.clientId, user.id],
    );
    expect((await purgeNow()).removed.logout_notices).toBe(1);
    expect(await countRows(server, "logout_notices")).toBe(2);
  });

  it("takes mails a week after they were given up, and when their link has expired; and limits that are over", async () => {
    await server.db.query(
      `insert into mails (kind, created_at, expires_at, next_attempt_at)
       select 'notice', now() - days * interval '1 day', now() + hours * interval '1 hour', null
         from (values (0, null), (9, null), (11, null), (0, 1), (0, -1)) as mail (days, hours)`,
    );
    await server.db.query(
      "insert into mail_limits (key, next_at) values ('over', now() - interval '1 s'), ('not', now() + interval '1 hour')",
    );
    expect((await purgeNow()).removed).toMatchObject({ mails: 2, mail_limits: 1 });
    expect(await countRows(server, "mails")).toBe(3);
    await server.db.query("truncate mails, mail_limits");
  });

  it("while sessions are refreshed takes none of them, whichever is looked at when", async () => {
    await insertExpiredSessions(client, user, 3000);
    const tokens: string[] = [];
    while (tokens.length < 5) tokens.push((await signIn(server, client, user)).refresh_token);
    let isOver = false;
    const refreshing = tokens.map(async (first) => {
      let token = first;
      let times = 0;
      for (; !isOver || times === 0; times += 1) token = (await refresh(server, client, token)).refresh_token;
      return { token, times };
    });
    const { removed, complete } = await purgeNow();
    isOver = true;
    expect({ sessions: removed.sessions, complete }).toEqual({ sessions: 3000, complete: true });
    for (const { token, times } of await Promise.all(refreshing)) {
      expect((await sessionOf(server, token)).generation).toBe(times);
    }
  });

  it("takes what it may also where a refresh has left the row elsewhere in the table", async () => {
    const { refresh_token } = await signIn(server, client, user);
    await insertExpiredSessions(client, user, 500);
    const last = (await refresh(server, client, refresh_token)).refresh_token;
    await age("idle_expires_at = now() - $1 * interval '1 day'", 31, sessionIdOf(server, last));
    expect((await purgeNow()).removed.sessions).toBe(501);
  });

  it("waits for no row that somebody holds, and takes it the next time", async () => {
    await insertExpiredSessions(client, user, 100);
    const tx = await server.db.connect();
    await tx.query("begin");
    await tx.query("select 1 from sessions order by id limit 3 for update");
    const first = await purgeNow(); // while they are locked
    await tx.query("commit");
    tx.release();
    expect(first).toMatchObject({ removed: { sessions: 97 }, complete: true });
    expect((await purgeNow()).removed.sessions).toBe(3);
  });

  it("by two at once goes one batch at a time: every row goes once, and who finds the other at work leaves it to it", async () => {
    await insertExpiredSessions(client, user, 2000);
    const other = await testServer();
    const held = await other.db.connect();
    await held.query("begin");
    await held.query("select pg_advisory_xact_lock(x'72677067'::int)");
    expect(await purgeNow()).toMatchObject({ removed: { sessions: 0 }, complete: false });
    await held.query("commit");
    held.release();
    const runs = await Promise.all([purgeNow(server), purgeNow(other)]);
    const sum = runs.reduce((total, { removed }) => total + (removed.sessions ?? 0), 0);
    expect(sum).toBe(2000);
    expect(runs.some(({ complete }) => complete)).toBe(true);
  });

  it("stops between two batches when it is told to, and a later run goes on", async () => {
    await insertExpiredSessions(client, user, 3000);
    const stopping = new AbortController();
    const stopped = await purge(server.db, retention, stopping.signal, (table) => {
      if (table === "sessions") stopping.abort();
    });
    expect(stopped.complete).toBe(false);
    const removed = stopped.removed.sessions ?? 0;
    expect(removed).toBeGreaterThan(0);
    expect(removed).toBeLessThan(1500);
    expect((await purgeNow()).removed.sessions).toBe(3000 - removed);
  });

  it("killed in the middle leaves whole batches behind, no lock, and the rest to the next", async () => {
    await insertExpiredSessions(client, user, 20_000);
    const child = spawn(process.execPath, [program, "purge"], { env: { DATABASE_URL: databaseUrl } });
    while ((await countRows(server, "sessions")) === 20_000) await sleep(5);
    child.kill("SIGKILL");
    await once(child, "exit");
    const left = await countRows(server, "sessions");
    expect(left).toBeGreaterThan(0);
    const { removed, complete } = await purgeNow();
    expect({ sessions: removed.sessions, complete }).toEqual({ sessions: left, complete: true });
  });
});

describe("The purge as a part of the server", () => {
  it("runs by itself, tells what it removed in one line and in the metrics, and ends with the server", async () => {
    await insertExpiredSessions(client, user, 700);
    const often = await testServer({ env: { PURGE_SECONDS: "1" } });
    const stopping = new AbortController();
    const purging = keepPurging(often.context, stopping.signal);
    while ((await countRows(server, "sessions")) > 0) await sleep(20);
    const management = await buildManagementApp(often.context);
    cleanUp(() => management.close());
    const metrics = async () => (await management.inject("/metrics")).body;
    while (!/last_success_timestamp_seconds \d{10}/.test(await metrics())) await sleep(20);
    stopping.abort();
    await purging;
    expect(await metrics()).toContain('regrant_purged_rows_total{table="sessions"} 700');
    expect(await metrics()).toMatch(/^regrant_purge_duration_seconds [\d.]+$/m);
    const lines = often.logLines.filter((line) => line.includes('"msg":"purged"'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { removed: { sessions: 700 }, complete: true },
    ]);
  });

  it("is off with PURGE_SECONDS=0", async () => {
    const off = await testServer({ env: { PURGE_SECONDS: "0" } });
    await keepPurging(off.context, never); // otherwise it would not return
  });
});

describe("regrant purge", () => {
  it("--dry-run counts what is then removed, by table and month, and removes nothing", async () => {
    await insertExpiredSessions(client, user, 120);
    await server.db.query(
      "insert into sign_in_limits (key, points, expire) select 'k' || i, 1, 0 from generate_series(1, 7) as i",
    );
    await server.db.query(`
      create table audit_events_2020_01 partition of audit_events for values from ('2020-01-01Z') to ('2020-02-01Z');
      insert into audit_events (at, event) select '2020-01-07', 'sign_in.created' from generate_series(1, 5);
      insert into audit_events (at, event) select '2020-03-07', 'sign_in.created' from generate_series(1, 4)`);
    const counted = json(await cli("purge", "--dry-run", "--json"));
    const rows = {
      authorization_codes: 0,
      device_codes: 0,
      sign_ins: 0,
      pushed_requests: 0,
      sign_in_limits: 7,
      answered_challenges: 0,
      used_assertions: 0,
      logout_notices: 0,
      sessions: 120,
      status_revocations: 0,
      clients: 0,
      registration_limits: 0,
      registration_tokens: 0,
      audit_events_default: 4,
      mail_limits: 0,
      mailed_links: 0,
      mails: 0,
      users: 0,
    };
    expect(counted).toEqual({
      dry_run: true,
      would_remove: rows,
      audit_partitions_would_drop: { audit_events_2020_01: 5 },
    });
    expect((await cli("purge", "--dry-run")).stdout).toMatch(/^sessions +120$/m);
    expect(await countRows(server, "sessions")).toBe(120);
    expect(json(await cli("purge", "--json"))).toMatchObject({
      removed: rows,
      audit_partitions_dropped: ["audit_events_2020_01"],
      complete: true,
    });
    expect(json(await cli("purge", "--dry-run", "--json")).would_remove).toEqual(
      Object.fromEntries(Object.keys(rows).map((table) => [table, 0])),
    );
  });

  it("says that a backup keeps the months from being dropped, and has removed the rows all the same", async () => {
    await insertExpiredSessions(client, user, 10);
    await server.db.query(
      "create table audit_events_2020_05 partition of audit_events for values from ('2020-05-01Z') to ('2020-06-01Z')",
    );
    const reader = await server.db.connect();
    await reader.query("begin");
    await reader.query("select count(*) from audit_events");
    expectFailure(await cli("purge"), 1, /a long-running read of the audit events, perhaps a backup/);
    await reader.query("commit");
    reader.release();
    expect(await countRows(server, "sessions")).toBe(0);
    expect(json(await cli("purge", "--json"))).toMatchObject({
      audit_partitions_dropped: ["audit_events_2020_05"],
    });
  });

  it("says what is wrong with a setting", async () => {
    const { exitCode, stderr } = await regrant(["purge"], {
      DATABASE_URL: databaseUrl,
      AUDIT_RETENTION_MONTHS: "a year",
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining('AUDIT_RETENTION_MONTHS: is "a year"'),
    });
  });
});
