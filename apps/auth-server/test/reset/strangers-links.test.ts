/** Whoever linked an identity to an account before its address's reader came is out once that reader has. */
import { expect, it } from "vitest";
import { linkIdentity } from "../../src/providers/link.js";
import { signedIn } from "../support/authorization.js";
import { Browser, textOf } from "../support/browser.js";
import { createUser } from "../support/fixtures.js";
import { sendMails, startMailbox } from "../support/mailbox.js";
import { choosePassword, resetLink } from "../support/reset.js";
import { lockRow } from "../support/row-lock.js";
import { addProvider, scriptedProvider, signInThrough } from "../support/scripted-provider.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { fromAnotherNetwork, linkTo, newAddress, pathIn, trustingProxy } from "../support/sign-up.js";

const databaseUrl = await sharedDatabase();
const mailbox = await startMailbox();
const server = await testServer({ databaseUrl, env: { ...mailbox.env, ...trustingProxy } });
const { db } = server;
sendMails(server);
const scripted = await scriptedProvider();
const provider = await addProvider(server, scripted, { sign_up: true });

const newBrowser = () => new Browser(server, fromAnotherNetwork());
const reset = async (email: string) => {
  const browser = newBrowser();
  return choosePassword(browser, await resetLink(mailbox, browser, email));
};
const identitiesOf = async (userId: string) =>
  (await db.query("select from identities where user_id = $1", [userId])).rowCount;

it("An account that a provider's user opened with a stranger's address is the stranger's alone after a reset", async () => {
  const email = newAddress();
  const thief = { sub: "thief", email };
  expect((await signInThrough(newBrowser(), scripted, provider, thief)).path).toBe("/account");
  expect((await reset(email)).path).toBe("/account");
  const page = await signInThrough(newBrowser(), scripted, provider, thief);
  expect([page.status, page.path]).toEqual([409, expect.stringContaining("/callback")]);
  const { rows } = await db.query(
    "select event from audit_events e join users u on u.id = e.user_id where u.email = $1 and event ~ 'unlinked|verified'",
    [email],
  );
  expect(rows.map(({ event }) => event)).toEqual(["identity.unlinked", "user.email_verified"]);
});

it("A reset of an address that was proven before leaves what its owner has linked", async () => {
  const user = await createUser(server);
  await db.query(`update users set claims = '{"email_verified":true}' where id = $1`, [user.id]);
  const identity = { providerId: provider.id, subject: "owner", userId: user.id, email: null };
  await linkIdentity(db, identity, "signed_in", {});
  await reset(user.email);
  expect(await identitiesOf(user.id)).toBe(1);
});

it("What a thief links who changes the address goes when its owner undoes that", async () => {
  const user = await createUser(server);
  await db.query(`update users set claims = '{"email_verified":true}' where id = $1`, [user.id]);
  const thief = await signedIn(server, user, fromAnotherNetwork());
  const identity = { providerId: provider.id, subject: "another thief", userId: user.id, email: null };
  await linkIdentity(db, identity, "signed_in", {});
  const email = newAddress();
  await thief.submit(await thief.visit("/account/email"), "/account/email", {
    email,
    password: user.password,
  });
  await thief.submit(await thief.visit(await linkTo(mailbox, email)), "/account/email/confirm");
  let told = await mailbox.next(user.email);
  while (!told.subject.includes("was changed")) told = await mailbox.next(user.email);
  expect((await choosePassword(newBrowser(), pathIn(told))).path).toBe("/account");
  expect(await identitiesOf(user.id)).toBe(0);
});

it("A link that is taken away while its user is on the way signs nobody in", async () => {
  const user = await createUser(server);
  const identity = { providerId: provider.id, subject: "slow", userId: user.id, email: null };
  await linkIdentity(db, identity, "signed_in", {});
  const lock = await lockRow("delete from identities where user_id = $1", user.id);
  const signingIn = signInThrough(newBrowser(), scripted, provider, { sub: "slow" });
  await lock.waiting(1);
  await lock.release();
  const page = await signingIn;
  expect(page.status).toBe(403);
  expect(textOf(page.body)).toContain("No account is linked");
  expect((await db.query("select from sign_ins where user_id = $1", [user.id])).rowCount).toBe(0);
});
