/** Pushed authorization requests (RFC 9126). */
import { inflateRawSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { handleOf } from "../../src/http/continue-to.js";
import { parseForm } from "../../src/http/form.js";
import { purge } from "../../src/jobs/purge.js";
import { insertResource } from "../../src/resources/resources.sql.js";
import { newSecret } from "../../src/secrets.js";
import {
  type Asked,
  answerOf,
  authorizationRequest,
  authorizeUrl,
  callback,
  createApp,
  issuer,
  login,
  redeem,
  signedIn,
} from "../support/authorization.js";
import { Browser, type Page } from "../support/browser.js";
import { createResources, createUser, notes, type TestClient, type TestUser } from "../support/fixtures.js";
import { claimsOf } from "../support/jwt.js";
import { type ClientKey, newKey, proofBy } from "../support/proofs.js";
import { publishClient } from "../support/published-client.js";
import { push, pushedUrl } from "../support/pushed-requests.js";
import { passTime, testServer } from "../support/server.js";
import { expectRefusal, expectTokens } from "../support/token-requests.js";

const server = await testServer();
const replica = await testServer();
let app: TestClient;
let third: TestClient;
let user: TestUser;
let browser: Browser;

beforeAll(async () => {
  await createResources(server);
  app = await createApp(server);
  third = await createApp(server, { firstParty: false });
  user = await createUser(server);
  browser = await signedIn(server, user);
});

function expectRefusalPage({ status, body }: Page, reason: string): void {
  expect({ status, body }).toEqual({ status: 400, body: expect.stringContaining(`/errors/${reason}"`) });
}
const retention = { endedSessionSeconds: 86_400, auditMonths: 0 };
const never = new AbortController().signal;
const rows = async (client: TestClient) =>
  (await server.db.query("select * from pushed_requests where client_id = $1", [client.clientId])).rows;

describe("The pushed authorization request endpoint (§2)", () => {
  it("answers with a request_uri and its lifetime, uncached (§2.2) [par-1]", async () => {
    const { status, headers, body } = await push(server, app);
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/),
        expires_in: 90,
      },
    });
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      pragma: "no-cache",
    });
  });

  it("authenticates the client as the token endpoint does (§2.1) [par-2]", async () => {
    expectRefusal(
      await push(server, { ...app, secret: newSecret() }),
      401,
      "invalid_client",
      "client_secret_mismatch",
    );
    expectRefusal(await push(server, { ...app, secret: "" }), 401, "invalid_client", "client_secret_missing");
    const basic = `Basic ${Buffer.from(`${app.clientId}:${app.secret}`).toString("base64")}`;
    const { status } = await push(
      server,
      { ...app, secret: "" },
      { client_id: undefined },
      { authorization: basic },
    );
    expect(status).toBe(201);
  });

  it.each<[Asked, string, string]>([
    [{ redirect_uri: `${callback}/x` }, "invalid_request", "redirect_uri_mismatch"],
    [{ response_type: undefined }, "invalid_request", "parameter_missing"],
    [{ response_type: "token" }, "unsupported_response_type", "response_type_unsupported"],
    [{ code_challenge: undefined }, "invalid_request", "pkce_required"],
    [{ code_challenge_method: "plain" }, "invalid_request", "pkce_method_unsupported"],
    [{ response_mode: "fragment" }, "invalid_request", "response_mode_unsupported"],
    [{ resource: "https://unknown.example.com" }, "invalid_target", "resource_unknown"],
    [{ max_age: "soon" }, "invalid_request", "max_age_malformed"],
    [{ prompt: "none login" }, "invalid_request", "prompt_unsupported"],
    [{ state: "s".repeat(5_000) }, "invalid_request", "request_too_long"],
    [{ request: "e30.e30." }, "request_not_supported", "request_object_unsupported"],
    [{ request_uri: "urn:ietf:params:oauth:request_uri:x" }, "invalid_request", "request_uri_pushed"],
    [{ request_uri: "https://app.example.com/request" }, "invalid_request", "request_uri_pushed"],
  ])("refuses what the authorization endpoint would: %o (§2.3) [par-3]", async (more, error, reason) => {
    const { status, body } = await push(server, app, more);
    expect({ status, ...body }).toMatchObject({
      status: 400,
      error,
      error_uri: `${issuer}/errors/${reason}`,
    });
  });

  it("is a POST only [par-13]", async () => {
    const { statusCode, headers } = await server.app.inject({ method: "GET", url: "/oauth2/par" });
    expect([statusCode, headers.allow]).toEqual([405, "POST"]);
  });

  it("keeps the request under a hash, without the client's secret [par-14]", async () => {
    const client = await createApp(server);
    const { request_uri = "" } = (await push(server, client, { extra: "x" })).body;
    const [row] = await rows(client);
    expect(row.parameters).toEqual({ ...authorizationRequest(client), extra: "x" });
    expect(JSON.stringify(row)).not.toContain(request_uri.split(":").at(-1));
  });

  it("may be asked by browser apps at their own origins [par-17]", async () => {
    const origin = "https://spa.example.com";
    const spa = await createApp(server, { secret: null, allowedOrigins: [origin] });
    const { status, headers } = await push(server, spa, {}, { origin });
    expect([status, headers["access-control-allow-origin"]]).toEqual([201, origin]);
    const elsewhere = await push(server, spa, {}, { origin: "https://evil.example.com" });
    expect(elsewhere.headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("has an end: in a public client's name, each network has its own [par-15]", async () => {
    const client = await createApp(server, { secret: null });
    await server.db.query(
      `insert into pushed_requests (request_uri_hash, client_id, network, parameters, expires_at)
       select sha256(n::text::bytea), $1, '198.51.100.0/24', '{}', now() + interval '80 s' from generate_series(1, 999) n`,
      [client.clientId],
    );
    const from = { remoteAddress: "198.51.100.7" };
    expect(await push(server, client, {}, from)).toMatchObject({ status: 201 });
    const refused = await push(server, client, {}, from);
    expectRefusal(refused, 429, "too_many_requests", "too_many_pushed_requests");
    expect(refused.headers["retry-after"]).toBe("90");
    expect(await push(server, client)).toMatchObject({ status: 201 });
    await passTime(server, 91);
    expect(await push(server, client, {}, from)).toMatchObject({ status: 201 });
  });
});

describe("The authorization endpoint, with a request_uri (§4)", () => {
  it("answers as if it had been sent the request [par-4]", async () => {
    const url = await pushedUrl(server, app, { scope: "notes:read", resource: notes.uri });
    const { code = "", ...rest } = answerOf(await browser.get(url));
    expect(rest).toEqual({ state: "a state", iss: issuer });
    const tokens = expectTokens(await redeem(server, app, code));
    expect(await claimsOf(server, tokens.access_token)).toMatchObject({
      aud: notes.uri,
      scope: "notes:read",
    });
  });

  it("takes it by POST, too", async () => {
    const fields = parseForm(Buffer.from((await pushedUrl(server, app)).split("?")[1] ?? ""));
    const page = await browser.post("/oauth2/authorize", Object.fromEntries(fields));
    expect(answerOf(page)).toHaveProperty("code");
  });

  it("gives nothing for what stands beside it (RFC 9101 §5) [par-5]", async () => {
    const url = await pushedUrl(server, app, { scope: "notes:read" });
    const beside = new URLSearchParams({
      redirect_uri: "https://evil.example.com/",
      state: "other",
      scope: "notes:read notes:write",
      prompt: "none",
      response_mode: "form_post",
      code_challenge: "x",
    });
    const { code = "", state } = answerOf(await browser.get(`${url}&${beside}`));
    expect(state).toBe("a state");
    expect(expectTokens(await redeem(server, app, code)).scope).toBe("notes:read");
  });

  it("is for the client that pushed it [par-6]", async () => {
    const url = (await pushedUrl(server, app)).replace(app.clientId, third.clientId);
    expectRefusalPage(await browser.get(url), "request_uri_wrong_client");
    const nobodys = url.replace(`client_id=${third.clientId}&`, "");
    expectRefusalPage(await browser.get(nobodys), "parameter_missing");
  });

  it("is for one sign-in: a second use is refused, on a page [par-7]", async () => {
    const url = await pushedUrl(server, app);
    expect(answerOf(await browser.get(url))).toHaveProperty("code");
    expectRefusalPage(await browser.get(url), "request_uri_used");
    const unknown = url.replace(/request_uri%3A.*/, `request_uri%3A${newSecret()}`);
    expectRefusalPage(await browser.get(unknown), "request_uri_unknown");
  });

  it("counts 90 seconds until the sign-in starts, and an hour to its end [par-8]", async () => {
    const late = await pushedUrl(server, app);
    const inTime = await pushedUrl(server, app);
    const slow = await pushedUrl(server, app);
    const visitor = new Browser(server);
    await passTime(server, 80);
    const page = await visitor.visit(inTime);
    const dawdler = new Browser(server);
    const begun = await dawdler.visit(slow);
    await passTime(server, 11);
    expectRefusalPage(await visitor.get(late), "request_uri_expired");
    await passTime(server, 600);
    expect(answerOf(await login(visitor, page, user))).toHaveProperty("code");
    await passTime(server, 3_000);
    expectRefusalPage(await login(dawdler, begun, user), "request_uri_expired");
  });

  it("may be reloaded before the end of the sign-in, also in another window [par-9]", async () => {
    const url = await pushedUrl(server, app);
    const visitor = new Browser(server);
    await visitor.visit(url);
    await visitor.visit(url);
    await new Browser(replica).visit(url);
    const page = await visitor.visit(url);
    expect(answerOf(await login(visitor, page, user))).toHaveProperty("code");
    const after = await login(visitor, page, user);
    expectRefusalPage(after, "request_uri_used");
  });

  it("gives one code to any number of tabs [par-16]", async () => {
    const url = await pushedUrl(server, app);
    const tabs = [browser, browser.at(replica), browser, browser.at(replica), browser];
    const pages = await Promise.all(tabs.map((tab) => tab.get(url)));
    const [answered, ...others] = pages.toSorted((a, b) => a.status - b.status);
    expect(answerOf(answered as Page)).toHaveProperty("code");
    for (const page of others) expectRefusalPage(page, "request_uri_used");
  });

  it("gives one code to two tabs that reach the end of the consent together [par-20]", async () => {
    const visitor = await signedIn(server, await createUser(server));
    const url = await pushedUrl(server, third);
    const tabs = [await visitor.visit(url), await visitor.visit(url)];
    const pages = await Promise.all(
      tabs.map((page) => visitor.submit(page, "/consent", { decision: "allow" })),
    );
    expect(pages.map(({ status }) => status).sort()).toEqual([303, 400]);
  });

  it("is checked anew when the user comes: what the client has lost since counts [par-22]", async () => {
    const client = await createApp(server);
    const url = await pushedUrl(server, client);
    await server.db.query(
      "update clients set redirect_uris = '{https://app.example.com/new}' where client_id = $1",
      [client.clientId],
    );
    // The other one still has the client in its cache.
    expectRefusalPage(await browser.at(replica).get(url), "redirect_uri_mismatch");
  });

  it("is not used up by an answer without a code", async () => {
    const visitor = await signedIn(server, await createUser(server));
    const url = await pushedUrl(server, third);
    const denied = await visitor.submit(await visitor.visit(url), "/consent", { decision: "deny" });
    expect(answerOf(denied)).toMatchObject({ error: "access_denied", state: "a state" });
    const allowed = await visitor.submit(await visitor.visit(url), "/consent", { decision: "allow" });
    expect(answerOf(allowed)).toHaveProperty("code");
  });

  it.each(["login", "select_account"])(
    "asks once for what the request demands: prompt=%s",
    async (prompt) => {
      const page = await browser.visit(await pushedUrl(server, app, { prompt, max_age: "1" }));
      expect(page.path).toMatch(/^\/login\?/);
      expect(answerOf(await login(browser, page, user))).toHaveProperty("code");
    },
  );

  it("asks for consent once where the request demands it", async () => {
    const visitor = await signedIn(server, user);
    for (const prompt of ["consent", "login consent"]) {
      const asked = await visitor.visit(await pushedUrl(server, third, { prompt }));
      const page = prompt === "consent" ? asked : await login(visitor, asked, user);
      expect(answerOf(await visitor.submit(page, "/consent", { decision: "allow" }))).toHaveProperty("code");
    }
  });

  it("takes from the way back nothing but that demands are met [par-18]", async () => {
    const page = await browser.visit(await pushedUrl(server, app, { prompt: "login", scope: "notes:read" }));
    const { searchParams } = new URL(page.path, issuer);
    const handle = searchParams.get("continue") ?? "";
    const form = new Map(parseForm(inflateRawSync(Buffer.from(handle, "base64url"))));
    form.set("redirect_uri", "https://evil.example.com/").set("scope", "notes:write").set("state", "other");
    form.delete("prompt");
    const wayBack = `/oauth2/authorize?continue=${handleOf(form)}`;
    await login(browser, await browser.visit("/login"), user);
    const { code = "", state } = answerOf(await browser.get(wayBack));
    expect(state).toBe("a state");
    expect(expectTokens(await redeem(server, app, code)).scope).toBe("notes:read");
  });

  it.each([{ prompt: "login" }, { max_age: "0" }])(
    "asks whoever finds the browser signed in, too, and makes up a way back without %o",
    async (demand) => {
      const visitor = await signedIn(server, user);
      const url = await pushedUrl(server, app, demand);
      const { path } = await visitor.visit(url);
      const form = new Map(new URL(url, issuer).searchParams);
      const wayBack = `/oauth2/authorize?continue=${handleOf(form)}`;
      for (const address of [wayBack, url]) expect((await visitor.visit(address)).path).toMatch(/^\/login\?/);
      expect(answerOf(await login(visitor, await visitor.visit(path), user))).toHaveProperty("code");
    },
  );

  it("goes nowhere for any other request_uri [par-19]", async () => {
    const answer = answerOf(
      await browser.get(authorizeUrl(app, { request_uri: "https://app.example.com/r" })),
    );
    expect(answer).toMatchObject({ error: "request_uri_not_supported" });
  });

  it("opens nothing for a link checker or a prefetching browser", async () => {
    const url = await pushedUrl(server, app);
    expect(await browser.head(url)).toMatchObject({ status: 204 });
    expect(await browser.get(url, { "sec-purpose": "prefetch" })).toMatchObject({ status: 403 });
    await passTime(server, 91);
    expectRefusalPage(await browser.get(url), "request_uri_expired");
  });
});

describe("A client that is known by its document only", () => {
  it("may push before any user has let it in [par-23]", async () => {
    const tools = { uri: "https://mcp.example.com/mcp", scope: ["tools"], name: "Tools" };
    await insertResource(server.db, { ...tools, open: true, openScope: ["tools"] });
    const agent = await publishClient({ client_name: "Agent", redirect_uris: [callback] });
    const page = await browser.visit(await pushedUrl(server, agent, { resource: tools.uri }));
    const answer = answerOf(await browser.submit(page, "/consent", { decision: "allow" }));
    expect(answer).toMatchObject({ code: expect.any(String), state: "a state" });
  });
});

describe("With a DPoP proof (RFC 9449 §10.1)", () => {
  const proof = (key: ClientKey) => proofBy(server, key, { claims: { htu: `${issuer}/oauth2/par` } });

  it("the push binds the code to the proof's key [par-21]", async () => {
    const key = newKey();
    const { status, body } = await push(server, app, {}, { dpop: proof(key) });
    expect(status).toBe(201);
    const { request_uri = "" } = body;
    const asked = new URLSearchParams({ client_id: app.clientId, request_uri });
    const { code = "" } = answerOf(await browser.get(`/oauth2/authorize?${asked}`));
    expectRefusal(await redeem(server, app, code), 400, "invalid_dpop_proof", "dpop_proof_missing");
    const { body: tokens } = await redeem(server, app, code, {}, { dpop: proofBy(server, key) });
    expect(tokens.token_type).toBe("DPoP");
  });

  it("a dpop_jkt must be of the same key, and the proof a good one", async () => {
    const key = newKey();
    const other = await push(server, app, { dpop_jkt: newKey().jkt }, { dpop: proof(key) });
    expectRefusal(other, 400, "invalid_dpop_proof", "dpop_key_mismatch");
    expect(await push(server, app, { dpop_jkt: key.jkt }, { dpop: proof(key) })).toMatchObject({
      status: 201,
    });
    const forToken = await push(server, app, {}, { dpop: proofBy(server, key) });
    expectRefusal(forToken, 400, "invalid_dpop_proof", "dpop_proof_htu");
  });
});

describe("A client that has to push (§6)", () => {
  it("is refused with a plain request, at its redirect URI [par-10]", async () => {
    const client = await createApp(server, { requirePar: true });
    const answer = answerOf(await browser.get(authorizeUrl(client)));
    expect(answer).toMatchObject({ error: "invalid_request", error_uri: `${issuer}/errors/par_required` });
    expect(answerOf(await browser.get(await pushedUrl(server, client)))).toHaveProperty("code");
  });
});

describe("The metadata (§5)", () => {
  it("names the endpoint, and that nobody else has to push [par-11]", async () => {
    const metadata = (await server.app.inject("/.well-known/oauth-authorization-server")).json();
    expect(metadata).toMatchObject({
      pushed_authorization_request_endpoint: `${issuer}/oauth2/par`,
      require_pushed_authorization_requests: false,
      request_uri_parameter_supported: false,
    });
  });
});

describe("The purge", () => {
  it("deletes what nobody comes with any more, an hour later", async () => {
    const client = await createApp(server);
    await browser.get(await pushedUrl(server, client));
    await passTime(server, 7_190);
    await purge(server.db, retention, never);
    expect(await rows(client)).toHaveLength(1);
    await passTime(server, 11);
    await purge(server.db, retention, never);
    expect(await rows(client)).toEqual([]);
  });

  it("deletes at once that nobody ever came with: strangers can push for ever in a public client's name", async () => {
    const client = await createApp(server, { secret: null });
    await push(server, client);
    await passTime(server, 89);
    await purge(server.db, retention, never);
    expect(await rows(client)).toHaveLength(1);
    await passTime(server, 2);
    await purge(server.db, retention, never);
    expect(await rows(client)).toEqual([]);
  });
});
