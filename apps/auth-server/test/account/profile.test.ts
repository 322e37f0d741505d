import { beforeAll, describe, expect, it } from "vitest";
import { insertResource } from "../../src/resources/resources.sql.js";
import { editableFields } from "../../src/users/claims.js";
import { issuer, signedIn } from "../support/authorization.js";
import { Browser, type Fields, type Page, textOf } from "../support/browser.js";
import { createClient, createResources, createUser, type TestClient } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { signIn } from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;

beforeAll(async () => {
  await createResources(server);
  const scope = ["profile:read", "profile:write"];
  await insertResource(server.db, { uri: issuer, name: "Your account", scope, scopeDescriptions: {} });
  client = await createClient(server, { scope, resources: [issuer] });
});

const claimsOf = async ({ id }: { id: string }) =>
  (await server.db.query("select claims from users where id = $1", [id])).rows[0]?.claims;
const setClaims = ({ id }: { id: string }, claims: object) =>
  server.db.query("update users set claims = $2 where id = $1", [id, claims]);
const eventsOf = async ({ id }: { id: string }) =>
  (
    await server.db.query(
      "select event, actor, detail from audit_events where user_id = $1 and event = 'user.updated' order by id",
      [id],
    )
  ).rows;

const path = "/account/profile";
const save = async (browser: Browser, fields: Fields): Promise<Page> =>
  browser.submit(await browser.visit(path), path, fields);
/** Fields that are marked as wrong. */
const wrongIn = ({ body }: Page) =>
  [...body.matchAll(/<(?:input|textarea) id="([\w.]+)"[^>]* aria-invalid="true"/g)].map(([, name]) => name);

const typed = {
  name: "Ada Lovelace",
  given_name: "Ada",
  family_name: "Lovelace",
  birthdate: "1815-12-10",
  zoneinfo: "Europe/London",
  locale: "en-GB",
  website: "https://ada.example.com",
  phone_number: "+44 20 7946 0958",
  "address.street_address": "12 St James’s Square\r\nWestminster",
  "address.locality": "London",
};
const kept = {
  name: "Ada Lovelace",
  given_name: "Ada",
  family_name: "Lovelace",
  birthdate: "1815-12-10",
  zoneinfo: "Europe/London",
  locale: "en-GB",
  website: "https://ada.example.com",
  phone_number: "+44 20 7946 0958",
  address: { street_address: "12 St James’s Square\nWestminster", locality: "London" },
};

describe("The profile page", () => {
  it("is reached from the account, by who is signed in", async () => {
    const browser = await signedIn(server, await createUser(server));
    expect((await browser.visit("/account")).body).toContain(`href="${path}"`);
    expect((await browser.get(path)).status).toBe(200);
    const stranger = new Browser(server);
    expect((await stranger.get(path)).location).toBe("/login");
  });

  it("has a field for each claim that the person may edit, labelled and known to browsers", async () => {
    const { body } = await (await signedIn(server, await createUser(server))).visit(path);
    for (const { name, autofill } of editableFields) {
      expect(body).toContain(`<label for="${name}">`);
      expect(body).toMatch(
        new RegExp(`<(input|textarea) id="${name}" name="${name}" autocomplete="${autofill}"`),
      );
    }
    expect(body).not.toMatch(/name="(email|phone_number)_verified"/);
    const labels = [...body.matchAll(/<label for="[^"]+">([^<]+)/g)].map(([, label]) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it("keeps what is typed, shows it again, and removes what is emptied", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const page = await save(browser, typed);
    expect([page.path, textOf(page.body)]).toEqual(["/account", expect.stringContaining("Profile saved.")]);
    expect(await claimsOf(user)).toEqual(kept);
    const { body } = await browser.visit(path);
    for (const value of ["Ada Lovelace", "1815-12-10", "+44 20 7946 0958"])
      expect(body).toContain(`value="${value}"`);
    expect(body).toContain(">12 St James’s Square\nWestminster</textarea>");
    await save(browser, { ...typed, birthdate: "", "address.locality": " " });
    const { birthdate: _, ...rest } = kept;
    expect(await claimsOf(user)).toEqual({
      ...rest,
      address: { street_address: kept.address.street_address },
    });
  });

  it("is audited by the names of the claims, as the user's own act", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    await save(browser, { name: "Ada Lovelace", "address.country": "England" });
    await save(browser, { name: "Ada Lovelace", "address.country": "England" });
    expect(await eventsOf(user)).toEqual([
      {
        event: "user.updated",
        actor: null,
        detail: { changed: ["claims.name", "claims.address"], from: {}, to: {} },
      },
    ]);
    expect(server.logLines.join("\n")).not.toContain("Lovelace");
  });

  it("says at its field what is wrong, keeps what was typed, and saves nothing", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    const page = await save(browser, {
      ...typed,
      birthdate: "10.12.1815",
      website: "javascript:alert(1)",
      zoneinfo: "<b>Mars</b>",
      name: "x".repeat(201),
    });
    expect([page.status, wrongIn(page)]).toEqual([400, ["name", "birthdate", "zoneinfo", "website"]]);
    expect(page.body).toContain('value="10.12.1815"');
    expect(page.body).toContain('value="&lt;b&gt;Mars&lt;/b&gt;"');
    expect(page.body).toMatch(
      /<input id="birthdate"[^>]* aria-describedby="birthdate-rule" aria-invalid="true"/,
    );
    expect(page.body.match(/ autofocus/g)).toHaveLength(1);
    expect(textOf(page.body)).toContain("Nothing was saved yet. Correct the fields in red.");
    expect(await claimsOf(user)).toEqual({});
  });

  it("takes no claim that is an administrator's, and no other names", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    await save(browser, {
      name: "Ada",
      email_verified: "true",
      phone_number_verified: "true",
      __proto__: "x",
      constructor: "x",
      "address.planet": "Earth",
      roles: "admin",
    });
    expect(await claimsOf(user)).toEqual({ name: "Ada" });
  });

  it("says which number is verified, and no more once it is another", async () => {
    const user = await createUser(server);
    await setClaims(user, { phone_number: "112", phone_number_verified: true, email_verified: true });
    const browser = await signedIn(server, user);
    expect(textOf((await browser.visit(path)).body)).toContain("Phone number verified");
    await save(browser, { phone_number: "112", name: "Ada" });
    expect(await claimsOf(user)).toEqual({
      ...{ name: "Ada", phone_number: "112" },
      ...{ phone_number_verified: true, email_verified: true },
    });
    await save(browser, { phone_number: "113", name: "Ada" });
    expect(await claimsOf(user)).toEqual({ name: "Ada", phone_number: "113", email_verified: true });
    expect(textOf((await browser.visit(path)).body)).not.toContain("verified");
  });

  it("withstands garbage in every field", async () => {
    const user = await createUser(server);
    const browser = await signedIn(server, user);
    for (const value of [
      "\u0001",
      "\u202e",
      "'\"><script>",
      "\ud83d",
      "x".repeat(2500),
      "{}",
      "null",
      "\r\n",
    ]) {
      const page = await save(browser, Object.fromEntries(editableFields.map(({ name }) => [name, value])));
      expect([200, 400]).toContain(page.status);
      expect(page.body).not.toContain("<script>'");
    }
    const large = await save(browser, { name: "x".repeat(100_000) });
    expect([large.status, large.body]).toEqual([400, expect.stringContaining("body_too_large")]);
    expect(server.logLines.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });
});

describe("The profile by the account API", () => {
  async function ask(method: "GET" | "PATCH", token: string, body?: object | string, type?: string) {
    const response = await server.app.inject({
      method,
      url: "/account/api/profile",
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": type ?? "application/json" }),
      },
      ...(body !== undefined && { payload: body }),
    });
    return { status: response.statusCode, headers: response.headers, body: response.json() };
  }

  it("is read, and changed by a merge patch", async () => {
    const user = await createUser(server, ["author"]);
    await setClaims(user, { email_verified: true, nickname: "A" });
    const { access_token } = await signIn(server, client, user);
    const before = await ask("GET", access_token);
    expect([before.status, before.headers["cache-control"]]).toEqual([200, "no-store"]);
    expect(before.body).toEqual({
      email: user.email,
      roles: ["author"],
      claims: { nickname: "A", email_verified: true },
      updated_at: user.createdAt.toISOString(),
    });
    const patch = { claims: { name: "Ada", nickname: null, address: { locality: "London" } } };
    const after = await ask("PATCH", access_token, patch, "application/merge-patch+json");
    expect([after.status, after.headers["cache-control"], after.body.claims]).toEqual([
      200,
      "no-store",
      { name: "Ada", email_verified: true, address: { locality: "London" } },
    ]);
    expect(after.body.updated_at > before.body.updated_at).toBe(true);
    expect((await ask("GET", access_token)).body).toEqual(after.body);
    expect(await eventsOf(user)).toMatchObject([
      { actor: null, detail: { changed: ["claims.name", "claims.nickname", "claims.address"] } },
    ]);
  });

  it("needs profile:read to read, and profile:write to change", async () => {
    const user = await createUser(server);
    const read = await signIn(server, client, user, { scope: "profile:read" });
    const write = await signIn(server, client, user, { scope: "profile:write" });
    expect((await ask("GET", read.access_token)).status).toBe(200);
    expect((await ask("PATCH", write.access_token, {})).status).toBe(200);
    for (const answer of [
      await ask("PATCH", read.access_token, { claims: { name: "x" } }),
      await ask("GET", write.access_token),
      await ask("GET", "x"),
    ]) {
      expect([401, 403]).toContain(answer.status);
      expect(answer.headers["www-authenticate"]).toMatch(/^Bearer /);
    }
    expect(await claimsOf(user)).toEqual({});
  });

  it("refuses what is wrong, and names it", async () => {
    const user = await createUser(server);
    const { access_token } = await signIn(server, client, user);
    for (const [body, words] of [
      [{ claims: { email_verified: true } }, /claims\/email_verified: can only be set by an administrator/],
      [{ claims: { phone_number_verified: null } }, /claims\/phone_number_verified: can only be set/],
      [{ claims: { birthdate: "tomorrow" } }, /claims\/birthdate: must be a date such as/],
      [{ claims: { zoneinfo: "Mars/Base" } }, /claims\/zoneinfo: must be a name from the IANA/],
      [{ claims: { constructor: "x" } }, /claims\/constructor: is unknown/],
      [{ email: "other@example.com" }, /email: is unknown/],
      [{ roles: ["admin"] }, /roles: is unknown/],
      [{ claims: { name: ["Ada"] } }, /claims\/name: must be /],
      [{ claims: null }, /claims: must be object/],
      ["[]", /must be object/],
      ["", /must be object/],
      ["{", /not JSON/],
      ['{"claims": {"__proto__": {}}}', /not JSON/],
    ] as const) {
      const answer = await ask("PATCH", access_token, body);
      expect([answer.status, answer.body.error, answer.body.error_description]).toEqual([
        400,
        "invalid_request",
        expect.stringMatching(words),
      ]);
    }
    expect((await ask("PATCH", access_token, "name=Ada", "text/plain")).status).toBe(415);
    const large = await ask("PATCH", access_token, { claims: { name: "x".repeat(100_000) } });
    expect([large.status, large.body.error_uri]).toEqual([400, `${issuer}/errors/body_too_large`]);
    expect(await claimsOf(user)).toEqual({});
  });
});
