import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type Asked,
  answerOf,
  authorizationRequest,
  authorizeUrl,
  callback,
  createApp,
  getCode,
  issuer,
  login,
  signedIn,
} from "../support/authorization.js";
import { Browser, hiddenFields, type Page, textOf } from "../support/browser.js";
import { createResources, createUser, files } from "../support/fixtures.js";
import { testServer } from "../support/server.js";

const server = await testServer();
await createResources(server);
const client = await createApp(server);
const user = await createUser(server);
const browser = await signedIn(server, user);

const ask = (more: Asked = {}, by = client): Promise<Page> => browser.get(authorizeUrl(by, more));

/** Expect a page that redirects nowhere. */
function expectPage(page: Page, status: number, reason: string): void {
  expect({ status: page.status, location: page.location }).toEqual({ status, location: null });
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(page.headers["cache-control"]).toBe("no-store");
  expect(page.body).toContain(`/errors/${reason}"`);
  // The URI is shown as text only; nothing links to it.
  expect(page.body).not.toMatch(/(href|action|src|content)="[^"]*evil\.example/);
}

/** Expect a redirect to the client with this error (RFC 6749 §4.1.2.1). */
function expectRedirect(
  page: Page,
  error: string,
  reason: string,
  state: string | undefined = "a state",
): void {
  const { error_description: description, ...answer } = answerOf(page);
  expect(answer).toEqual({
    error,
    error_uri: `${issuer}/errors/${reason}`,
    ...(state !== undefined && { state }),
    iss: issuer,
  });
  expect(description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  expect(page.headers["cache-control"]).toBe("no-store");
}

describe("The authorization request (RFC 6749 §4.1.1)", () => {
  it("is answered with a code, state as it was sent and iss, by 303 and uncached (§4.1.2, RFC 9207 §2) [authorize-1]", async () => {
    const state = `a+b c&d=e%20"'<ü>\u{1f511}`;
    const page = await ask({ state });
    expect(answerOf(page)).toEqual({ code: expect.stringMatching(/^[\w-]{43}$/), state, iss: issuer });
    expect(page.headers["cache-control"]).toBe("no-store");
    expect(page.headers["referrer-policy"]).toBe("no-referrer");
  });

  it("may come by GET and by POST (§3.1), and no other way [authorize-2]", async () => {
    const posted = await browser.post("/oauth2/authorize", authorizationRequest(client), {
      origin: "https://app.example.com",
      "sec-fetch-site": "cross-site",
    });
    expect(answerOf(posted)).toHaveProperty("code");
    for (const method of ["PUT", "DELETE", "PATCH"] as const) {
      const { statusCode } = await server.app.inject({ method, url: authorizeUrl(client) });
      expect(statusCode).toBe(404);
    }
  });

  it("that a browser sends ahead of the person, or by HEAD, makes no code and uses nothing up [authorize-3]", async () => {
    const countCodes = async () =>
      (await server.db.query<{ n: number }>("select count(*)::int as n from authorization_codes")).rows[0]?.n;
    const native = await createApp(server, {
      firstParty: false,
      secret: null,
      redirectUris: ["com.example.app:/cb"],
    });
    const consent = await browser.visit(authorizeUrl(native, { redirect_uri: "com.example.app:/cb" }));
    const { location } = await browser.post("/consent", {
      ...hiddenFields(consent, "/consent"),
      decision: "allow",
    });
    const allowed = location ?? "";
    const before = await countCodes();
    for (const url of [authorizeUrl(client), allowed]) {
      for (const headers of [
        { "sec-purpose": "prefetch" },
        { "sec-purpose": "prefetch;prerender" },
        { "sec-purpose": "prefetch;anonymous-client-ip" },
        { purpose: "prefetch" },
        { "x-purpose": "preview" },
        { "x-moz": "prefetch" },
      ])
        expectPage(await browser.get(url, headers), 403, "prefetch_refused");
      const head = await browser.head(url);
      expect({ status: head.status, location: head.location, setCookies: head.setCookies }).toEqual({
        status: 204,
        location: null,
        setCookies: [],
      });
    }
    expect(await countCodes()).toBe(before);
    expect(answerOf(await browser.get(allowed), "com.example.app:/cb")).toHaveProperty("code");
    expect(answerOf(await ask())).toHaveProperty("code");
  });

  it("by POST has to be a form", async () => {
    const json = await server.app.inject({
      method: "POST",
      url: "/oauth2/authorize",
      payload: authorizationRequest(client),
    });
    expect(json.statusCode).toBe(400);
    expect(json.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(json.body).toContain("content_type_unsupported");
  });

  it("counts a parameter without a value as not sent, and ignores unknown ones (§3.1) [authorize-4]", async () => {
    const answer = answerOf(await ask({ state: "", scope: "", prompt: "", nonce: "n", foo: "bar" }));
    expect(Object.keys(answer)).toEqual(["code", "iss"]);
  });

  it("may hold a raw question mark in a value, and nothing after it is lost [authorize-5]", async () => {
    const queried = `${callback}?tenant=1`;
    const app = await createApp(server, { redirectUris: [queried] });
    const url = authorizeUrl(app, { redirect_uri: queried }).replaceAll("%3F", "?");
    const { location } = await browser.get(url);
    expect(location).toMatch(/callback\?tenant=1&code=[\w-]{43}&state=a\+state&iss=/);
  });

  it("needs no redirect_uri where one is registered, and needs it where there are two (§3.1.2.3) [authorize-6]", async () => {
    expect(answerOf(await ask({ redirect_uri: undefined }))).toHaveProperty("code");
    const two = await createApp(server, { redirectUris: [callback, `${callback}/2`] });
    expectPage(await ask({ redirect_uri: undefined }, two), 400, "parameter_missing");
  });
});

describe("Errors before client and redirect URI are proven (RFC 6749 §4.1.2.1) [authorize-7]", () => {
  it("are pages: no client, an unknown one, a disabled one [authorize-8]", async () => {
    const gone = await createApp(server);
    await server.db.query("update clients set disabled_at = now() where client_id = $1", [gone.clientId]);
    expectPage(await ask({ client_id: undefined }), 400, "parameter_missing");
    expectPage(await ask({ client_id: "nobody" }), 400, "client_unknown");
    expectPage(await ask({ client_id: "'; drop table clients --" }), 400, "client_unknown");
    expectPage(await ask({}, gone), 400, "client_disabled");
  });

  it("are pages: a redirect URI that is not registered, whatever else is wrong [authorize-9]", async () => {
    for (const more of [{}, { response_type: "token" }, { scope: "nope" }, { response_mode: "form_post" }]) {
      const page = await ask({ redirect_uri: "https://evil.example/callback", ...more });
      expectPage(page, 400, "redirect_uri_mismatch");
    }
  });

  it("are pages: parameters twice, broken encoding, NUL [authorize-10]", async () => {
    const url = authorizeUrl(client);
    const twice = [
      "client_id=x",
      "redirect_uri=https%3A%2F%2Fevil.example",
      "state=x",
      "code_challenge=x",
      "foo=1&foo=2",
    ];
    for (const parameter of twice) {
      expectPage(await browser.get(`${url}&${parameter}`), 400, "parameter_repeated");
      const body = `${url.slice(url.indexOf("?") + 1)}&${parameter}`;
      expectPage(await browser.post("/oauth2/authorize", body), 400, "parameter_repeated");
    }
    for (const broken of ["x=%", "x=%ff", "x=%00"]) {
      expectPage(await browser.get(`${url}&${broken}`), 400, "encoding_invalid");
    }
    expectPage(await browser.get(`${url}&resource=a&resource=b`), 400, "resource_repeated");
  });

  it("are pages where nobody is signed in, too, and never ask for a password first [authorize-11]", async () => {
    const stranger = new Browser(server);
    expectPage(await stranger.get(authorizeUrl(client, { client_id: "nobody" })), 400, "client_unknown");
    const refused = await stranger.get(authorizeUrl(client, { response_type: "token" }));
    expectRedirect(refused, "unsupported_response_type", "response_type_unsupported");
  });
});

describe("Errors after that (RFC 6749 §4.1.2.1, RFC 9207 §2)", () => {
  const cases: readonly (readonly [Asked, string, string])[] = [
    [{ response_type: undefined }, "invalid_request", "parameter_missing"],
    [{ response_type: "token" }, "unsupported_response_type", "response_type_unsupported"],
    [{ response_type: "code token" }, "unsupported_response_type", "response_type_unsupported"],
    [{ response_type: "CODE" }, "unsupported_response_type", "response_type_unsupported"],
    [{ response_mode: "fragment" }, "invalid_request", "response_mode_unsupported"],
    [{ request: "eyJhbGciOiJub25lIn0.e30." }, "request_not_supported", "request_object_unsupported"],
    [{ request_uri: "https://evil.example" }, "request_uri_not_supported", "request_object_unsupported"],
    [{ scope: "admin" }, "invalid_scope", "scope_not_allowed"],
    [{ scope: "notes:read  notes:write" }, "invalid_scope", "scope_malformed"],
    [{ scope: 'a"b' }, "invalid_scope", "scope_malformed"],
    [{ resource: "https://evil.example" }, "invalid_target", "resource_unknown"],
    [{ resource: files.uri, scope: "notes:read" }, "invalid_scope", "scope_not_allowed"],
    [{ prompt: "create" }, "invalid_request", "prompt_unsupported"],
    [{ prompt: "none login" }, "invalid_request", "prompt_unsupported"],
    [{ max_age: "-1" }, "invalid_request", "max_age_malformed"],
    [{ max_age: "1e3" }, "invalid_request", "max_age_malformed"],
  ];

  it("are redirected with error, description, state and iss [authorize-12]", async () => {
    for (const [more, error, reason] of cases) expectRedirect(await ask(more), error, reason);
  });

  it("carry no state where none was sent [authorize-13]", async () => {
    const answer = answerOf(await ask({ state: undefined, response_type: "token" }));
    expect(Object.keys(answer)).toEqual(["error", "error_description", "error_uri", "iss"]);
  });

  it("tell a client that was not given the grant: unauthorized_client [authorize-14]", async () => {
    const other = await createApp(server, { grantTypes: ["refresh_token"] });
    expectRedirect(await ask({}, other), "unauthorized_client", "grant_type_not_allowed");
  });
});

describe("Parameters of 10,000 characters", () => {
  const long = "x".repeat(3_800);

  it("are refused, ignored or carried, and never break the server [authorize-15]", async () => {
    expect(answerOf(await ask({ state: long })).state).toBe(long);
    expect(answerOf(await ask({ login_hint: long, nonce: long }))).toHaveProperty("code");
    expectPage(await ask({ client_id: long }), 400, "client_unknown");
    expectPage(await ask({ redirect_uri: `https://app.example.com/${long}` }), 400, "redirect_uri_mismatch");
    for (const [name, error, reason] of [
      ["response_type", "unsupported_response_type", "response_type_unsupported"],
      ["response_mode", "invalid_request", "response_mode_unsupported"],
      ["code_challenge", "invalid_request", "pkce_malformed"],
      ["code_challenge_method", "invalid_request", "pkce_method_unsupported"],
      ["scope", "invalid_scope", "scope_not_allowed"],
      ["resource", "invalid_target", "resource_unknown"],
      ["prompt", "invalid_request", "prompt_unsupported"],
      ["max_age", "invalid_request", "max_age_malformed"],
    ] as const) {
      expectRedirect(await ask({ [name]: long }), error, reason);
    }
  });

  it("go through the login page and come back whole [authorize-16]", async () => {
    const fresh = new Browser(server);
    const page = await fresh.visit(
      authorizeUrl(client, { state: long, login_hint: "someone@example.com", nonce: long }),
    );
    expect(textOf(page.body)).toContain("Sign in");
    expect(answerOf(await login(fresh, page, user)).state).toBe(long);
  });

  it("are refused at the first step, to the client, where they are longer than what is taken", async () => {
    const tooLong = "x".repeat(4_097);
    const state = await ask({ state: tooLong });
    expectRedirect(state, "invalid_request", "request_too_long", tooLong);
    expect(answerOf(state).error_description).toBe(
      "The state has 4097 bytes; the limit is 4096. Keep it in the app and send a key to it.",
    );
    expect(answerOf(await ask({ state: "\u00fc".repeat(2_048) }))).toHaveProperty("code");
    expectRedirect(
      await ask({ state: "\u00fc".repeat(2_049) }),
      "invalid_request",
      "request_too_long",
      "\u00fc".repeat(2_049),
    );
    expectRedirect(await ask({ nonce: "x".repeat(9_000) }), "invalid_request", "request_too_long");
  });

  /** Proxies' defaults: nginx limits a response's headers to 4 KiB, and a request line to 8 KiB. */
  it.each([
    [
      "JSON of 2,400 characters",
      JSON.stringify({ to: "https://app.example.com/\u00fcbersicht?a=1&b=2", tenant: "{x}" })
        .repeat(36)
        .slice(0, 2_400),
    ],
    ["letters that cannot be packed", randomBytes(3_072).toString("base64url").slice(0, 4_096)],
    ["+, %2B, %25, &, #, =, a line break and an emoji", "a+b %2B %25 & # = \r\n \u{1f511}"],
  ])("fit through a proxy with default buffers, and come back byte for byte: %s", async (_what, state) => {
    const third = await createApp(server, { firstParty: false });
    const fresh = new Browser(server);
    const longest = { answer: 0, line: 0 };
    const measure = (page: Page): Page => {
      const head = Object.entries(page.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      longest.answer = Math.max(longest.answer, Buffer.byteLength(head.join("")) + 17);
      if (page.location?.startsWith("/")) longest.line = Math.max(longest.line, page.location.length);
      return page;
    };
    const follow = async (from: Page): Promise<Page> => {
      let page = measure(from);
      while (page.location?.startsWith("/")) page = measure(await fresh.get(page.location));
      return page;
    };
    const asked = authorizeUrl(third, { state, prompt: "login consent" });
    const loginPage = await follow(await fresh.get(asked));
    const wrong = { ...hiddenFields(loginPage, "/login"), username: user.email, password: "wrong" };
    const again = await follow(await fresh.post("/login", wrong));
    const right = { ...hiddenFields(again, "/login"), username: user.email, password: user.password };
    const consent = await follow(await fresh.post("/login", right));
    const yes = { ...hiddenFields(consent, "/consent"), decision: "allow" };
    const answer = answerOf(await follow(await fresh.post("/consent", yes)));
    expect(answer).toHaveProperty("code");
    expect(answer.state).toBe(state);
    expect(longest.answer).toBeLessThan(4_096);
    expect(longest.line).toBeLessThan(8_000);
  });
});

describe("What an authorization leaves behind", () => {
  it("is no code, state, challenge or hint in any log line [authorize-17]", async () => {
    const code = await getCode(browser, client);
    const fresh = new Browser(server);
    const asked = { state: "state-in-the-url", login_hint: "hint-in-the-url" };
    const page = await fresh.visit(authorizeUrl(client, asked));
    const answer = answerOf(await login(fresh, page, user));
    const log = server.logLines.join("\n");
    expect(log).toContain('"route":"/oauth2/authorize"');
    for (const secret of [
      code,
      answer.code ?? "?",
      fresh.cookie("regrant") ?? "?",
      user.password,
      "in-the-url",
    ]) {
      expect(log).not.toContain(secret);
    }
    expect(log).not.toContain(String(authorizationRequest(client).code_challenge));
  });

  it("says in the log which client asked and why it was refused", async () => {
    await ask({ scope: "nope" });
    const line = JSON.parse(server.logLines.at(-1) ?? "");
    expect(line).toMatchObject({ status: 303, clientId: client.clientId, reason: "scope_not_allowed" });
  });
});
