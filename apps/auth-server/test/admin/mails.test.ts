import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { queueMail } from "../../src/mail/queue-mail.js";
import { type Admin, adminOf, createAdminResources, expectProblem } from "../support/admin.js";
import { mailRows } from "../support/mailbox.js";
import { testServer } from "../support/server.js";

const server = await testServer();
const userId = randomUUID();
let admin: Admin;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
  for (const about of [userId, null, userId])
    await queueMail(server.db, server.context.secrets, {
      kind: "deletion_cancelled",
      to: "ada@example.com",
      language: "en",
      userId: about,
    });
  await server.db.query(
    "update mails set next_attempt_at = null, last_problem = 'refused the recipient (550)' where user_id is null",
  );
});

describe("The outbox, by the admin API", () => {
  it("is listed page by page, oldest first, without recipients", async () => {
    const rows = await mailRows(server);
    const first = (await admin.ask("GET", "/mails?limit=2")).body;
    const second = (await admin.ask("GET", `/mails?limit=2&cursor=${first.next_cursor}`)).body;
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(second.next_cursor).toBeNull();
    expect(JSON.stringify(first)).not.toContain("ada@");
  });

  it("is narrowed to a user's, and to what was given up", async () => {
    const count = async (query: string) => (await admin.ask("GET", `/mails?${query}`)).body.items.length;
    expect(await count(`user=${userId}`)).toBe(2);
    expect(await count("given_up=true")).toBe(1);
    expect(await count("given_up=false")).toBe(2);
    expect(await count(`given_up=true&user=${userId}`)).toBe(0);
    expectProblem(await admin.ask("GET", "/mails?cursor=x"), 400, "parameter_invalid");
  });

  it("is sent again, all of it or a user's", async () => {
    expect((await admin.ask("POST", "/mails/retry", { user: userId })).body).toEqual({ retried: 0 });
    expect((await admin.ask("POST", "/mails/retry", {})).body).toEqual({ retried: 1 });
    expect((await mailRows(server)).every(({ next_attempt_at }) => next_attempt_at !== null)).toBe(true);
  });

  it("is changed by nobody who may only read", async () => {
    const reader = await adminOf(server, { scope: ["admin:read"] });
    expect((await reader.ask("GET", "/mails")).status).toBe(200);
    expect((await reader.ask("POST", "/mails/retry", {})).status).toBe(403);
  });
});
