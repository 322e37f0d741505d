import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Admin,
  adminOf,
  auditOfRequest,
  createAdminResources,
  expectProblem,
} from "../support/admin.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import { createUser } from "../support/fixtures.js";
import { sendMails, startMailbox } from "../support/mailbox.js";
import { everything } from "../support/rows.js";
import { passTime, sharedDatabase, testServer } from "../support/server.js";
import {
  askForAccount,
  finishSignUp,
  fromAnotherNetwork,
  linkTo,
  newAddress,
  trustingProxy,
} from "../support/sign-up.js";

const databaseUrl = await sharedDatabase();
const mailbox = await startMailbox();
const env = { ...mailbox.env, ...trustingProxy };
const server = await testServer({ databaseUrl, env: { ...env, SIGN_UP: "invite" } });
sendMails(server);
let admin: Admin;

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
});

const stranger = () => new Browser(server, fromAnotherNetwork());
const invite = (email: string, more: object = {}, by = admin) =>
  by.ask("POST", "/invitations", { email, ...more });
const userOf = async (email: string) =>
  (await server.db.query("select id, roles, claims from users where email = $1", [email])).rows[0];

function expectUnusable(page: Page): void {
  expect(page.status).toBe(410);
  expect(textOf(page.body)).toContain("This link no longer works");
}

describe("An invitation by the admin API", () => {
  it("leads to an account with the roles and claims that were decided, and the password that its user chose", async () => {
    const email = newAddress();
    const claims = { name: "Ada Lovelace", locale: "de", email_verified: false };
    const answer = await invite(` ${email} `, { roles: ["author"], claims });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email,
      roles: ["author"],
      claims,
      created_at: expect.stringMatching(/Z$/),
      expires_at: expect.stringMatching(/Z$/),
    });
    const actor = `client:${admin.client.clientId}`;
    const detail = { invitation_id: answer.body.id, roles: ["author"] };
    expect(await auditOfRequest(server, answer)).toEqual([
      { event: "user.invited", reason: null, actor, detail },
    ]);

    const mail = await mailbox.next(email);
    expect(mail.subject).toMatch(/eingeladen|Einladung/);
    const browser = stranger();
    const page = await browser.visit(mail.link.slice("http://localhost:4000".length));
    expect(page.body).toContain('value="Ada Lovelace"');
    expect((await finishSignUp(browser, page, { name: "Ada King" })).path).toBe("/account");
    const user = await userOf(email);
    expect(user).toMatchObject({
      roles: ["author"],
      claims: { name: "Ada King", locale: "de", email_verified: true },
    });
    const { rows } = await server.db.query(
      "select actor, detail from audit_events where user_id = $1 and event = 'user.created'",
      [user.id],
    );
    expect(rows).toEqual([
      {
        actor: null,
        detail: {
          roles: ["author"],
          claims: ["name", "locale", "email_verified"],
          invitation_id: answer.body.id,
        },
      },
    ]);
    expect((await admin.ask("GET", "/invitations")).body.items).toEqual([]);
  });

  it("is listed by address while it is open, and can be withdrawn", async () => {
    await server.db.query("delete from mailed_links");
    const emails = [newAddress(), newAddress(), newAddress()].sort();
    for (const email of [...emails].reverse()) await invite(email);
    const first = (await admin.ask("GET", "/invitations?limit=2")).body;
    const rest = (await admin.ask("GET", `/invitations?cursor=${first.next_cursor}`)).body;
    const items = [...first.items, ...rest.items];
    expect(items.map(({ email }) => email)).toEqual(emails);
    expect(rest.next_cursor).toBeNull();
    expect(JSON.stringify(items)).not.toMatch(/token|hash/);
    const path = await linkTo(mailbox, emails[0] as string);
    const browser = stranger();
    const page = await browser.visit(path);
    const answer = await admin.ask("DELETE", `/invitations/${items[0].id}`);
    expect(answer.status).toBe(204);
    expect(await auditOfRequest(server, answer)).toMatchObject([
      { event: "user.invitation_withdrawn", detail: { invitation_id: items[0].id } },
    ]);
    expectUnusable(await finishSignUp(browser, page));
    expectUnusable(await browser.visit(path));
    expectProblem(await admin.ask("DELETE", `/invitations/${items[0].id}`), 404, "not_found");
  });

  it("works for 7 days, and replaces an earlier one to the same address with what that would have given", async () => {
    const email = newAddress();
    await invite(email, { roles: ["admin"] });
    const earlier = await linkTo(mailbox, email);
    await invite(email.toUpperCase(), { roles: ["reader"] });
    const later = await linkTo(mailbox, email);
    expectUnusable(await stranger().visit(earlier));
    await passTime(server, 6.9 * 86_400);
    const browser = stranger();
    const page = await browser.visit(later);
    await passTime(server, 0.2 * 86_400);
    expectUnusable(await finishSignUp(browser, page));
    expect(await userOf(email)).toBeUndefined();
  });

  it("is refused for an address that has an account, in any spelling, and for what no user can have", async () => {
    admin = await adminOf(server);
    const user = await createUser(server);
    expectProblem(await invite(user.email.toUpperCase()), 409, "already_registered");
    for (const [body, pointers] of [
      [{ email: "ada" }, ["/email"]],
      [{ email: newAddress(), roles: ["two words"] }, ["/roles/0"]],
      [{ email: newAddress(), claims: { birthdate: "yesterday" } }, ["/claims/birthdate"]],
      [{ email: newAddress(), password: "long enough" }, ["/password"]],
      [{}, ["/email"]],
    ] as const)
      expect(expectProblem(await admin.ask("POST", "/invitations", body), 400, "body_invalid")).toEqual(
        pointers,
      );
    expectProblem(await admin.ask("DELETE", `/invitations/${randomUUID()}`), 404, "not_found");
  });

  it("needs SIGN_UP=invite or open, and works with either", async () => {
    const off = await testServer({ databaseUrl, env });
    expectProblem(await invite(newAddress(), {}, await adminOf(off)), 409, "sign_up_off");
    const open = await testServer({ databaseUrl, env: { ...env, SIGN_UP: "open" } });
    const email = newAddress();
    await invite(email, { roles: ["author"] }, await adminOf(open));
    const invitation = await linkTo(mailbox, email);
    // A stranger who asks for an account at the same address neither takes the roles nor ends the invitation.
    await askForAccount(new Browser(open, fromAnotherNetwork()), email);
    await linkTo(mailbox, email);
    const browser = new Browser(open, fromAnotherNetwork());
    await finishSignUp(browser, await browser.visit(invitation));
    expect((await userOf(email)).roles).toEqual(["author"]);
  });

  it("is for administrators only, and its link is nowhere but in the mail", async () => {
    const reader = await adminOf(server, { scope: ["admin:read"] });
    expectProblem(await invite(newAddress(), {}, reader), 403, "scope_insufficient");
    const email = newAddress();
    const answer = await invite(email);
    const [, token = ""] = (await linkTo(mailbox, email)).split("token=");
    expect(token).toHaveLength(43);
    expect(JSON.stringify(answer.body)).not.toContain(token);
    expect(`${await everything(server)}${server.logLines.join("")}`).not.toContain(token);
  });
});
