import { userInfo } from "node:os";
import { describe, expect, inject, it } from "vitest";
import { cloneDatabase } from "../support/databases.js";
import { expectFailure, json, regrant } from "../support/regrant.js";

const DATABASE_URL = await cloneDatabase();
const mail = { SMTP_URL: "smtp://127.0.0.1:2525", MAIL_FROM: "auth@example.com" };
const env = { DATABASE_URL, SECRETS: inject("secrets"), SIGN_UP: "invite", ...mail };
const cli = (...args: string[]) => regrant(["user", ...args], env);

describe("regrant user invite", () => {
  it("invites, lists and withdraws, by address or id", async () => {
    const made = json(
      await cli("invite", "Ada@example.com", "--role", "author", "--claim", "name=Ada", "--json"),
    );
    expect(made).toMatchObject({ email: "Ada@example.com", roles: ["author"], claims: { name: "Ada" } });
    expect(Date.parse(String(made.expires_at)) - Date.parse(String(made.created_at))).toBe(7 * 86_400_000);
    const shown = await cli("invite", "grace@example.com", "--role", "author", "--claim", "locale=de");
    expect(shown.stdout).toMatch(/^Invited\. The server sends the mail\.\n {2}id +[0-9a-f-]{36}$/m);
    expect(shown.stdout).toMatch(/^ {2}locale +de$/m);
    expect(shown.stdout).not.toContain("token=");
    expect(json(await cli("invitations", "--json"))).toMatchObject({
      invitations: [{ email: "Ada@example.com" }, { email: "grace@example.com" }],
    });
    expect((await cli("invitations")).stdout).toMatch(/grace@example\.com +author/);
    expect(json(await cli("uninvite", String(made.id), "--json"))).toEqual(made);
    expect((await cli("uninvite", " GRACE@example.com")).stdout).toContain("Its link no longer works.");
    expect((await cli("invitations")).stdout).toContain("There are no open invitations.");
    const { events } = json(await regrant(["audit", "search", "--event", "user.", "--json"], env)) as {
      events: { event: string; actor: string }[];
    };
    expect(events.map(({ event }) => event).sort()).toEqual([
      "user.invitation_withdrawn",
      "user.invitation_withdrawn",
      "user.invited",
      "user.invited",
    ]);
    for (const { actor } of events) expect(actor).toBe(`operator:${userInfo().username}`);
  });

  it("says what is wrong, and what to do", async () => {
    await regrant(
      ["user", "create", "taken@example.com", "--password-stdin"],
      env,
      "correct horse battery staple\n",
    );
    expectFailure(await cli("invite", "TAKEN@example.com"), 1, /TAKEN@example\.com already exists/);
    expectFailure(await cli("invite", "nobody"), 2, /must be an email address/);
    expectFailure(
      await cli("uninvite", "nobody@example.com"),
      1,
      /no open invitation to nobody@example\.com; see/,
    );
    const off = { DATABASE_URL, SECRETS: inject("secrets") };
    expectFailure(
      await regrant(["user", "invite", "a@example.com"], off),
      1,
      /SIGN_UP is off; to invite people, set it/,
    );
  });
});
