import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { handleOf } from "../../src/http/continue-to.js";
import { authorizationRequest, authorizeUrl, createApp, signedIn } from "../support/authorization.js";
import { until } from "../support/back-channel.js";
import { Browser, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient } from "../support/fixtures.js";
import { sendMails, startMailbox } from "../support/mailbox.js";
import { countRows } from "../support/old-rows.js";
import { everything } from "../support/rows.js";
import { sharedDatabase, testServer } from "../support/server.js";
import {
  askForAccount,
  finishSignUp,
  followedLink,
  fromAnotherNetwork,
  linkTo,
  newAddress,
  trustingProxy,
} from "../support/sign-up.js";

const databaseUrl = await sharedDatabase();
const mailbox = await startMailbox();
const server = await testServer({ databaseUrl, env: { ...mailbox.env, ...trustingProxy, SIGN_UP: "open" } });
const { db } = server;
let app: TestClient;

beforeAll(async () => {
  await createResources(server);
  app = await createApp(server);
});

/** `TIMING_ROUNDS` measures for longer. */
const rounds = Number(process.env.TIMING_ROUNDS ?? 120);

const stranger = () => new Browser(server, fromAnotherNetwork());

/** Without what differs between requests. */
const comparable = ({ status, headers, body }: Page, email: string) => ({
  status,
  headers: { ...headers, date: "", "x-request-id": "", "set-cookie": "", "content-length": "" },
  body: body.replaceAll(email, "").replace(/name="form_token" value="[^"]+"/, ""),
});

describe("A stranger with a list of addresses", () => {
  it("sees the same page for one that has an account, one that has none, and one that just got a mail", async () => {
    const user = await createUser(server);
    const free = newAddress();
    const pages = [
      comparable(await askForAccount(stranger(), free), free),
      comparable(await askForAccount(stranger(), user.email), user.email),
      comparable(await askForAccount(stranger(), user.email), user.email),
      comparable(await askForAccount(stranger(), free), free),
    ];
    for (const page of pages) expect(page).toEqual(pages[0]);
    expect(await countRows(server, "mails")).toBe(2);
  });

  it("cannot tell them apart by time: guessing by it is right about half of the time", async () => {
    const browser = stranger();
    const page = await browser.visit("/sign-up");
    const [, token = ""] = /name="form_token" value="([^"]+)"/.exec(page.body) ?? [];
    const timeOf = async (email: string): Promise<number> => {
      const startedAt = performance.now();
      const answer = await browser.post("/sign-up", { form_token: token, email }, fromAnotherNetwork());
      expect(answer.status).toBe(200);
      return performance.now() - startedAt;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = -10; round < rounds; round += 1) {
      const { email } = await createUser(server);
      // In turns, so that whatever else the machine does falls on both.
      const isKnownFirst = round % 2 === 0;
      const first = await timeOf(isKnownFirst ? email : newAddress());
      const second = await timeOf(isKnownFirst ? newAddress() : email);
      if (round < 0) continue; // warming up
      known.push(isKnownFirst ? first : second);
      unknown.push(isKnownFirst ? second : first);
    }
    // The probability that a known address takes longer than an unknown one (Mann and Whitney's U).
    const pairs = known.flatMap((a) => unknown.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
    const share = pairs.reduce<number>((sum, wins) => sum + wins, 0) / pairs.length;
    const medianOf = (times: number[]) => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;
    console.info(
      `sign-up: known ${medianOf(known).toFixed(2)} ms, unknown ${medianOf(unknown).toFixed(2)} ms, right ${share.toFixed(3)}`,
    );
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
  });

  it("has one mail a minute sent to an address, whatever asks, and thirty by a network", async () => {
    await db.query("delete from mails");
    const email = newAddress();
    const asking = Array.from({ length: 50 }, () => askForAccount(stranger(), email));
    for (const page of await Promise.all(asking))
      expect(textOf(page.body)).toContain(`We’ve sent a mail to ${email}`);
    expect(await countRows(server, "mails")).toBe(1);

    await db.query("delete from mails");
    const browser = stranger();
    const page = await browser.visit("/sign-up");
    for (let count = 0; count < 40; count += 1) {
      const sent = await browser.submit(page, "/sign-up", { email: newAddress() });
      expect(textOf(sent.body)).toContain("Check your mail");
    }
    expect(await countRows(server, "mails")).toBe(30);
    await db.query("delete from mails");
  });
});

describe("The link", () => {
  beforeAll(() => void sendMails(server));

  it("leads to the issuer, whatever Host the request was sent to", async () => {
    const email = newAddress();
    const forged = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      forwarded: "host=evil.example",
    };
    const browser = new Browser(server, { ...fromAnotherNetwork(), ...forged });
    await askForAccount(browser, email);
    const mail = await mailbox.next(email);
    expect(mail.link).toMatch(/^http:\/\/localhost:4000\/sign-up\?token=/);
    expect(mail.raw).not.toContain("evil.example");
  });

  it("goes to the whole address, not to a part of it that looks like another", async () => {
    for (const typed of ["victim,thief@example.com", "victim<thief@example.com", "a:thief@example.com"]) {
      await askForAccount(stranger(), typed);
      await until(async () => (await countRows(server, "mails where attempts = 0")) === 0);
    }
    expect(mailbox.received.filter(({ to }) => to.includes("thief@example.com"))).toEqual([]);
  });

  it("is in no row, log line, referrer or cache, and in no address after the page behind it", async () => {
    const { browser, path, page } = await followedLink(server, mailbox);
    const [, token = ""] = path.split("token=");
    expect(page.headers).toMatchObject({ "referrer-policy": "no-referrer", "cache-control": "no-store" });
    expect(page.body.match(/(?:href|src)="(?!\/)[^"]*"/g)).toBeNull();
    expect(page.body.split(token)).toHaveLength(2); // the form's field
    expect(`${await everything(server)}${server.logLines.join("")}`).not.toContain(token);
    const refused = await finishSignUp(browser, page, { new_password: "short" });
    expect(refused.path).toBe("/sign-up");
    const done = await browser.post("/sign-up", {
      ...Object.fromEntries(
        [...page.body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, n, v]) => [
          n,
          v,
        ]),
      ),
      new_password: "four unrelated words",
    });
    expect(done.location).toBe("/account");
  });

  it("is not used by another site's form, nor by a form without this browser's token", async () => {
    const { browser, email, path } = await followedLink(server, mailbox);
    const [, token = ""] = path.split("token=");
    const fields = { token, new_password: "four unrelated words" };
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, {}])
      expect((await browser.post("/sign-up", fields, headers)).status).toBe(403);
    expect((await db.query("select from users where email = $1", [email])).rowCount).toBe(0);
    expect((await browser.get("/account")).location).toBe("/login");
  });

  it("replaces a sign-in that somebody planted in the browser: its cookie is worth nothing afterwards", async () => {
    const thief = await signedIn(server, await createUser(server));
    const planted = thief.cookie("regrant") ?? "";
    const victim = stranger();
    victim.setCookie("regrant", planted);
    const { page } = await followedLink(server, mailbox, newAddress(), victim);
    expect((await finishSignUp(victim, page)).path).toBe("/account");
    expect(victim.cookie("regrant")).not.toBe(planted);
    expect((await thief.get("/account")).location).toBe("/login");
  });
});

describe("Where sign-up leads on to", () => {
  const handle = (more: Record<string, string>) =>
    handleOf(new Map(Object.entries({ ...authorizationRequest(app), ...more })));

  it("is no address of a stranger's: the request behind it is checked before it is kept, and again after", async () => {
    const browser = stranger();
    const page = await browser.visit("/sign-up");
    const wrong = [handle({ redirect_uri: "https://evil.example/" }), handle({ client_id: "nobody" })];
    await db.query("delete from mailed_links");
    for (const sent of wrong) {
      expect((await browser.get(`/sign-up?continue=${sent}`)).status).toBe(400);
      const answer = await browser.submit(page, "/sign-up", { email: newAddress(), continue: sent });
      expect([answer.status, answer.location]).toEqual([400, null]);
    }
    expect(await countRows(server, "mailed_links")).toBe(0);
    for (const sent of [
      "https://evil.example/",
      "//evil.example",
      "/\\evil.example",
      "javascript:alert(1)",
    ]) {
      const email = newAddress();
      await browser.submit(page, "/sign-up", { email, continue: sent });
      const there = stranger();
      expect((await finishSignUp(there, await there.visit(await linkTo(mailbox, email)))).path).toBe(
        "/account",
      );
    }
  });

  it("is no address of a stranger's in a link that was changed in the database either", async () => {
    const { browser, page } = await followedLink(server, mailbox);
    await db.query("update mailed_links set detail = $1", [
      { continue: handle({ redirect_uri: "https://evil.example/" }) },
    ]);
    expect((await finishSignUp(browser, page)).path).toBe("/account");
  });
});

describe("The login page", () => {
  it("stays under 30 kB with the link, and its link leads on with the largest request", async () => {
    const state = randomBytes(3000).toString("base64url");
    for (const url of ["/login", authorizeUrl(app, { state })]) {
      const browser = stranger();
      const page = await browser.visit(url);
      expect(page.body).toContain("Create an account");
      expect(Buffer.byteLength(page.body)).toBeLessThan(30_000);
      const [, href = ""] = /<a href="(\/sign-up[^"]*)">/.exec(page.body) ?? [];
      expect((await browser.get(href)).status).toBe(200);
    }
  });
});
