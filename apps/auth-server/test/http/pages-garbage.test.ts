import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { authorizationRequest, createApp, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields } from "../support/browser.js";
import { createResources, createUser, type TestClient } from "../support/fixtures.js";
import { sharedDatabase, testServer } from "../support/server.js";
import { tcpGate } from "../support/tcp-gate.js";

const server = await testServer();
let client: TestClient;
let third: TestClient;
let browser: Browser;

beforeAll(async () => {
  await createResources(server);
  client = await createApp(server);
  third = await createApp(server, { firstParty: false });
  browser = await signedIn(server, await createUser(server));
});

const names = [
  ...["client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "resource", "prompt"],
  ...["max_age", "login_hint", "code_challenge", "code_challenge_method", "request", "request_uri", "nonce"],
  ...[
    "continue",
    "username",
    "password",
    "new_password",
    "session",
    "client",
    "decision",
    "apps",
    "__proto__",
  ],
];
/** Values that pass the first check, and others that do not. */
const values = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    ...[
      "",
      "code",
      "form_post",
      "query",
      "none",
      "login",
      "consent",
      "0",
      "60",
      "S256",
      "allow",
      "end",
      "\0",
      "%",
    ],
    ...[
      "/account",
      "/oauth2/authorize?",
      "/oauth2/authorize?client_id=x",
      "//evil.example",
      "notes:read",
      "\r\n",
    ],
    "00000000-0000-4000-8000-000000000000",
  ),
);
const changes = fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 4 });

/** None of these paths signs the browser out. */
const pages = ["/oauth2/authorize", "/login", "/consent", "/account", "/logout"];
const actions = [
  ...["/oauth2/authorize", "/login", "/consent", "/account/sessions/end", "/account/consents/withdraw"],
  ...["/account/password", "/account/profile"],
];

describe("Garbage in every parameter of the pages", () => {
  it("is answered by a page or a redirect, by GET and by POST, and never by a failure", async () => {
    const { form_token = "" } = hiddenFields(await browser.visit("/logout"), "/logout");
    const usable = () => [authorizationRequest(client), authorizationRequest(third)];
    const requests = fc.tuple(fc.constantFrom(0, 1), changes, fc.nat({ max: 6 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(requests, async ([which, changed, at, signedInNow]) => {
        const asked = new URLSearchParams({ ...usable()[which], ...changed }).toString();
        const who = signedInNow ? browser : new Browser(server);
        const got = await who.get(
          `${pages[at % pages.length]}?${asked}&continue=%2Foauth2%2Fauthorize%3F${encodeURIComponent(asked)}`,
        );
        const form = { ...usable()[which], continue: `/oauth2/authorize?${asked}`, ...changed, form_token };
        const posted = await browser.post(actions[at] ?? "/login", form);
        for (const { status, location } of [got, posted]) {
          expect([200, 303, 400, 403, 429]).toContain(status);
          expect(location ?? "").toMatch(
            /^$|^\/(account|login|consent|oauth2\/authorize)\b|^https:\/\/app\.example\.com\/callback\?/,
          );
        }
      }),
      { numRuns: 250 },
    );
    expect(server.logLines.filter((line) => JSON.parse(line).level >= 40)).toEqual([]);
  });
});

describe("While the database is away, the pages", () => {
  it("answer 503 with Retry-After, say so in words, and sign nobody out", async () => {
    const gate = await tcpGate(await sharedDatabase());
    const cutOff = await testServer({ databaseUrl: gate.url });
    const user = await createUser(server);
    const own = await signedIn(cutOff, user);
    const { form_token = "" } = hiddenFields(await own.visit("/account/password"), "/account/password");
    await gate.shut();
    const fields = { form_token, username: user.email, password: user.password };
    const asked = new URLSearchParams(authorizationRequest(client));
    for (const page of [
      await own.get(`/oauth2/authorize?${asked}`),
      await own.get("/account"),
      await own.post("/account/sessions/end-all", fields),
      await own.post("/login", fields),
      await own.post("/logout", fields),
    ]) {
      expect([page.status, page.headers["retry-after"], page.location]).toEqual([503, "1", null]);
      expect(page.body).toContain("The database does not answer; repeat the request.");
      expect(page.body).not.toMatch(/ECONN|127\.0\.0\.1|postgres/i);
      expect(page.setCookies).toEqual([]);
    }
    await gate.open();
    expect((await own.get("/account")).status).toBe(200);
    const log = cutOff.logLines.join("\n");
    for (const secret of [user.password, form_token, own.cookie("regrant") ?? "?"])
      expect(log).not.toContain(secret);
  });
});
