import { beforeEach, describe, expect, it } from "vitest";
import { insertAuditEvent } from "../../src/audit/audit-events.sql.js";
import {
  dropAuditMonth,
  listPastAuditMonths,
  makeAuditMonths,
} from "../../src/audit/audit-partitions.sql.js";
import { purge } from "../../src/jobs/purge.js";
import { countRows } from "../support/old-rows.js";
import { testServer } from "../support/server.js";

const never = new AbortController().signal;
const server = await testServer();

beforeEach(async () => {
  const { rows } = await server.db.query<{ months: string | null }>(
    "select string_agg(relname, ', ') as months from pg_class where relname ~ '^audit_events_\\d{4}_\\d{2}$' and relkind = 'r'",
  );
  const months = rows[0]?.months ?? null;
  if (months !== null) await server.db.query(`drop table ${months}`);
  await server.db.query("truncate audit_events");
});

/** `audit_events_2026_11`, this many months from now. */
function monthName(offset: number): string {
  const now = new Date();
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset));
  return `audit_events_${month.toISOString().slice(0, 7).replace("-", "_")}`;
}

async function makePastMonth(offset: number): Promise<string> {
  const name = monthName(offset);
  const first = (month: string) => `${month.slice(13).replace("_", "-")}-01Z`;
  await server.db.query(
    `create table ${name} partition of audit_events
       for values from ('${first(name)}') to ('${first(monthName(offset + 1))}')`,
  );
  return name;
}

async function partitions(): Promise<string[]> {
  const { rows } = await server.db.query<{ name: string }>(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'audit_events'::regclass order by 1",
  );
  return rows.map(({ name }) => name);
}

describe("Months of audit events", () => {
  it("are made ahead: this one and the next two, once, also by two at once", async () => {
    const other = await testServer();
    const made = await Promise.all([makeAuditMonths(server.db), makeAuditMonths(other.db)]);
    const months = [0, 1, 2].map(monthName);
    expect(made.flat().sort()).toEqual(months);
    expect(await partitions()).toEqual([...months, "audit_events_default"].sort());
    expect(await makeAuditMonths(server.db)).toEqual([]);
  });

  it("are no condition for an event: without one it lands in the default partition, and moves when its month is made", async () => {
    const before = await countRows(server, "audit_events");
    await insertAuditEvent(server.db, { event: "sign_in.created", detail: { it: "moves" } });
    await server.db.query("insert into audit_events (at, event) values ('2020-01-07', 'sign_in.created')");
    expect(await countRows(server, "audit_events_default")).toBe(before + 2);
    await makeAuditMonths(server.db);
    expect(await countRows(server, "audit_events_default")).toBe(1);
    const { rows } = await server.db.query(`select detail from ${monthName(0)} where detail is not null`);
    expect(rows).toEqual([{ detail: { it: "moves" } }]);
    await insertAuditEvent(server.db, { event: "sign_in.created" });
    expect(await countRows(server, monthName(0))).toBe(before + 2);
  });

  it("with more in the default partition than moves in a moment leave it there, and the others are made", async () => {
    await server.db.query(
      "insert into audit_events (event) select 'sign_in.refused' from generate_series(1, 10001)",
    );
    expect(await makeAuditMonths(server.db)).toEqual([monthName(1), monthName(2)]);
  });

  it("lose no event that is written while they are made, and while what was there moves", async () => {
    await server.db.query(
      "insert into audit_events (event) select 'sign_in.refused' from generate_series(1, 9000)",
    );
    let isOver = false;
    const making = makeAuditMonths(server.db).finally(() => {
      isOver = true;
    });
    const write = async () => {
      let written = 0;
      for (; !isOver; written += 1) await insertAuditEvent(server.db, { event: "sign_in.created" });
      return written;
    };
    const written = await Promise.all([write(), write(), write(), write()]);
    expect(await making).toContain(monthName(0));
    const total = written.reduce((sum, count) => sum + count);
    expect(total).toBeGreaterThan(0);
    expect(await countRows(server, "audit_events")).toBe(9000 + total);
  });

  it("are dropped whole when the retention is over, and not before", async () => {
    const names = [await makePastMonth(-15), await makePastMonth(-14), await makePastMonth(-13)];
    const { dropped } = await purge(server.db, { endedSessionSeconds: 0, auditMonths: 13 }, never);
    expect(dropped).toEqual(names.slice(0, 2));
    expect(await partitions()).toContain(names[2]);
    const stays = await purge(server.db, { endedSessionSeconds: 0, auditMonths: 0 }, never);
    expect(stays.dropped).toEqual([]);
  });

  it("that an interrupted run has taken out are dropped by the next", async () => {
    const name = await makePastMonth(-20);
    await server.db.query(`alter table audit_events detach partition ${name}`);
    expect(await listPastAuditMonths(server.db, 13)).toEqual([name]);
    const { dropped } = await purge(server.db, { endedSessionSeconds: 0, auditMonths: 13 }, never);
    expect(dropped).toEqual([name]);
    expect(await listPastAuditMonths(server.db, 13)).toEqual([]);
  });

  it("keep nobody waiting who writes meanwhile, even where a long reader keeps them from going", async () => {
    const name = await makePastMonth(-20);
    await makeAuditMonths(server.db);
    const reader = await server.db.connect();
    await reader.query("begin");
    await reader.query("select count(*) from audit_events");
    let isOver = false;
    const dropping = dropAuditMonth(server.db, name).finally(() => {
      isOver = true;
    });
    const refused = expect(dropping).rejects.toThrow(/lock timeout/);
    let slowest = 0;
    let written = 0;
    for (; !isOver; written += 1) {
      const startedAt = performance.now();
      await insertAuditEvent(server.db, { event: "sign_in.created" });
      slowest = Math.max(slowest, performance.now() - startedAt);
    }
    await refused;
    expect(written).toBeGreaterThan(10);
    expect(slowest).toBeLessThan(1_300); // the reader holds its lock throughout
    await reader.query("commit");
    reader.release();
    await dropAuditMonth(server.db, name);
    expect(await partitions()).not.toContain(name);
  });
});
