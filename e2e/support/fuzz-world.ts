/**
 * What a fuzz of recorded requests needs, all of it new each time: users who are signed in, apps, tokens, codes, ids. Making it
 * is also the proof that good requests still work: every step asks for what it got.
 */
import { createHash, randomBytes } from "node:crypto";
import { adminRequests, type OpenApi } from "./admin-operations.js";
import { basic, bearer, form, type GoodRequest, good, type Pairs } from "./good-requests.js";
import type { Random } from "./random.js";
import type { Client, User } from "./registrations.js";
import type { Foreign } from "./spoil-request.js";
import type { TestStack } from "./stack.js";
import { type Answer, parseObject, requestToken, signIn, type Tokens } from "./token-endpoint.js";

export interface FuzzWorld {
  readonly authServer: readonly GoodRequest[];
  readonly resourceServer: readonly GoodRequest[];
  readonly foreign: Foreign;
  /** None of them may stand in an answer to a request that did not hold it, and none in a log. */
  readonly secrets: readonly string[];
}

const redirectUri = "https://app.example.com/callback";
const verifier = randomBytes(32).toString("base64url");
const challenge = createHash("sha256").update(verifier).digest("base64url");
const scopes = "notes:read notes:write";
const accountScopes = "sessions:read sessions:write";

/** A client that may administer, and the authorization server as the resource that it is for that; once for each stack. */
export async function registerAdministrator({ regrant, issuer }: TestStack): Promise<Client> {
  const names = ["admin:read", "admin:write", ...accountScopes.split(" ")];
  const flags = names.flatMap((name) => ["--scope", name]);
  await regrant(["resource", "create", issuer, ...flags]);
  const admin = ["--scope", "admin:read", "--scope", "admin:write", "--resource", issuer];
  return regrant(["client", "create", "--name", "Admin", "--grant", "client_credentials", ...admin]);
}

export async function newWorld(random: Random, stack: TestStack, administrator: Client): Promise<FuzzWorld> {
  const { issuer, resource } = stack;
  const adminToken = accessTokenOf(
    await requestToken(issuer, administrator, { grant_type: "client_credentials" }),
  );
  const admin = askAdmin(issuer, adminToken);
  const people = await Promise.all([0, 1].map(() => newUser(admin)));
  const [user, other] = people as [Person, Person];
  const app = await newClient(admin, {
    grant_types: ["authorization_code", "refresh_token", "password", "client_credentials"],
    ...{ first_party: true, redirect_uris: [redirectUri], resources: [resource, issuer] },
    scope: `${scopes} ${accountScopes}`,
  });
  const third = await newClient(admin, {
    ...{ grant_types: ["authorization_code", "refresh_token"], redirect_uris: [redirectUri] },
    ...{ resources: [resource], scope: scopes, confidential: false },
  });
  const spare = await newClient(admin, { grant_types: ["client_credentials"], resources: [resource] });
  const uri = `https://${randomBytes(6).toString("hex")}.example.com`;
  await admin("POST", "/resources", { resource: uri, scope: "a b" });
  const { resource_secret: resourceSecret } = await admin(
    "POST",
    `/resources/${encodeURIComponent(uri)}/secret`,
  );
  const [session, otherSession] = await Promise.all([signIn(issuer, app, user), signIn(issuer, app, other)]);
  const account = accessTokenOf(
    await requestToken(issuer, app, {
      grant_type: "password",
      username: user.email,
      password: user.password,
      resource: issuer,
    }),
  );
  const [browser, otherBrowser] = await Promise.all([openBrowser(issuer, user), openBrowser(issuer, other)]);
  const asks = authorizationRequest(app);
  const codes = [await codeOf(issuer, browser, asks), await codeOf(issuer, otherBrowser, asks)] as const;
  const { items } = (await admin("GET", "/sessions?limit=1&state=open")) as { items: { id: string }[] };
  const sessionId = items[0]?.id ?? "";
  const cursors = await cursorsOf(admin);
  const values = {
    ...{
      client_id: spare.client_id,
      user: other.id,
      session: sessionId,
      resource: uri,
      client: spare.client_id,
    },
    client_name: "Words",
    grant_types: () =>
      random.pick([["client_credentials"], ["refresh_token"], ["client_credentials", "refresh_token"]]),
    ...{ resources: [resource], "resources[]": resource, scope: "notes:read", redirect_uris: [redirectUri] },
    ...{ allowed_origins: ["https://app.example.com"], refresh_token_delivery: "body" },
    email: () => `${randomBytes(6).toString("hex")}@example.com`,
    ...{ password: randomBytes(12).toString("base64url"), roles: ["admin"], limit: 3 },
    ...{
      ...Object.fromEntries(lists.map((list, at) => [`cursor of /admin/v1${list}`, cursors[at]])),
      scope_descriptions: { a: "An A" },
      name: "Name",
    },
    ...{ event: "session.", reason: "parameter_missing", request_id: "x", everyone: undefined },
    ...{ since: "2026-01-31T23:59:59Z", until: "2046-01-31T23:59:59Z" },
  };
  const openApi = (await admin("GET", "/openapi.json")) as unknown as OpenApi;
  const fixed = {
    issuer,
    resource,
    app,
    third,
    user,
    other,
    session,
    otherSession,
    account,
    browser,
    otherBrowser,
    codes,
  };
  const introspector = basic(uri, String(resourceSecret));
  await whoami(resource, session);
  return {
    authServer: [
      ...tokenRequests(fixed, introspector),
      ...pageRequests(fixed, sessionId),
      ...publicRequests,
      ...adminRequests(random, openApi, adminToken, values),
    ],
    resourceServer: resourceRequests(session.accessToken),
    foreign: {
      authorizations: [
        `Bearer ${adminToken}`,
        ...[session, otherSession].flatMap((one) => [
          `Bearer ${one.accessToken}`,
          `Bearer ${one.refreshToken}`,
        ]),
        `Bearer ${account}`,
        ...[
          basic(app.client_id, app.client_secret ?? ""),
          basic(spare.client_id, spare.client_secret ?? ""),
          introspector,
        ]
          .flat()
          .map(([, value]) => value),
      ],
      cookies: [browser.cookie, otherBrowser.cookie],
      values: [
        ...[
          user.id,
          other.id,
          sessionId,
          spare.client_id,
          third.client_id,
          uri,
          redirectUri,
          user.email,
          "*",
        ],
        ...[session.accessToken, otherSession.refreshToken, codes[1], otherBrowser.formToken],
      ] as unknown as Foreign["values"],
      cursors,
    },
    secrets: [
      ...[adminToken, account, app.client_secret, spare.client_secret, String(resourceSecret), user.password],
      ...[other.password, ...codes, ...[session, otherSession].flatMap((one) => Object.values(one))],
      ...[browser, otherBrowser].map(({ signInToken }) => signInToken),
    ].filter((secret) => secret !== undefined),
  };
}

type Admin = (method: string, path: string, body?: object) => Promise<Answer["body"]>;

const askAdmin =
  (issuer: string, token: string): Admin =>
  async (method, path, body) => {
    const response = await fetch(`${issuer}/admin/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.ok) return parseObject(await response.text());
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  };

interface Person extends User {
  readonly id: string;
}

async function newUser(admin: Admin): Promise<Person> {
  const email = `${randomBytes(8).toString("hex")}@example.com`;
  const password = randomBytes(12).toString("base64url");
  const { id } = await admin("POST", "/users", { email, password });
  return { id: String(id), email, password };
}

const newClient = async (admin: Admin, settings: object): Promise<Client> => {
  const { client_id, client_secret } = await admin("POST", "/clients", {
    client_name: "Fuzzed",
    ...settings,
  });
  return { client_id: String(client_id), ...(typeof client_secret === "string" && { client_secret }) };
};

const lists = ["/clients", "/users", "/sessions", "/audit", "/resources"];

async function cursorsOf(admin: Admin): Promise<[string, ...string[]]> {
  const pages = await Promise.all(lists.map((list) => admin("GET", `${list}?limit=1`)));
  return pages.map(({ next_cursor }) => String(next_cursor)) as [string, ...string[]];
}

interface SignedIn {
  readonly cookie: string;
  readonly signInToken: string;
  readonly formToken: string;
}

async function openBrowser(issuer: string, { email, password }: User): Promise<SignedIn> {
  const page = await fetch(`${issuer}/login`);
  const formCookie = page.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
  const formToken = /name="form_token" value="([^"]+)"/.exec(await page.text())?.[1] ?? "";
  const answer = await fetch(`${issuer}/login`, {
    ...{ method: "POST", redirect: "manual", headers: { cookie: formCookie } },
    body: new URLSearchParams({ username: email, password, form_token: formToken }),
  });
  const signIn = answer.headers.getSetCookie().find((cookie) => cookie.startsWith("regrant="));
  if (answer.status !== 303 || signIn === undefined) throw new Error(`no sign-in: ${answer.status}`);
  const [own = ""] = signIn.split(";", 1);
  return { cookie: `${formCookie}; ${own}`, signInToken: own.slice("regrant=".length), formToken };
}

const authorizationRequest = ({ client_id }: Client) => ({
  ...{ response_type: "code", client_id, redirect_uri: redirectUri, state: "a state", scope: scopes },
  ...{ code_challenge: challenge, code_challenge_method: "S256" },
});

async function codeOf(issuer: string, { cookie }: SignedIn, asks: Record<string, string>): Promise<string> {
  const url = `${issuer}/oauth2/authorize?${new URLSearchParams(asks)}`;
  const answer = await fetch(url, { redirect: "manual", headers: { cookie } });
  const code = new URL(answer.headers.get("location") ?? "", issuer).searchParams.get("code");
  if (code === null) throw new Error(`no code: ${answer.status}`);
  return code;
}

async function whoami(resource: string, { accessToken }: Tokens): Promise<void> {
  const { status } = await fetch(`${resource}/whoami`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  if (status !== 200) throw new Error(`the resource server does not know the user: ${status}`);
}

function accessTokenOf({ status, body }: Answer): string {
  if (typeof body.access_token === "string") return body.access_token;
  throw new Error(`no access token: ${status} ${body.error_uri}`);
}

interface Fixed {
  readonly issuer: string;
  readonly resource: string;
  readonly app: Client;
  readonly third: Client;
  readonly user: User;
  readonly other: User;
  readonly session: Tokens;
  readonly otherSession: Tokens;
  readonly account: string;
  readonly browser: SignedIn;
  readonly otherBrowser: SignedIn;
  readonly codes: readonly [string, string];
}

function tokenRequests(fixed: Fixed, introspector: Pairs): GoodRequest[] {
  const { app, user, session, otherSession, codes, resource } = fixed;
  const headers = basic(app.client_id, app.client_secret ?? "");
  const id = { client_id: app.client_id, client_secret: app.client_secret ?? "" };
  const post = (path: string, parameters: Record<string, string>, who: Pairs = []) =>
    good("oauth", `POST ${path}`, { headers: who, body: form(parameters) });
  const password = { grant_type: "password", username: user.email, password: user.password };
  const code = { grant_type: "authorization_code", redirect_uri: redirectUri, code_verifier: verifier };
  const refresh = { grant_type: "refresh_token", refresh_token: session.refreshToken };
  return [
    post("/oauth2/token", { grant_type: "client_credentials", resource, scope: scopes }, headers),
    post("/oauth2/token", { grant_type: "client_credentials", ...id }),
    { ...post("/oauth2/token", { ...password, ...id }), costly: true },
    post("/oauth2/token", { ...refresh, ...id }),
    post("/oauth2/token", { ...refresh, resource, scope: scopes }, headers),
    ...codes.map((one) => post("/oauth2/token", { ...code, code: one, ...id })),
    post("/oauth2/revoke", { token: otherSession.refreshToken, token_type_hint: "refresh_token", ...id }),
    post("/oauth2/introspect", { token: session.accessToken, ...id }),
    post("/oauth2/introspect", { token: session.refreshToken }, headers),
    post("/oauth2/introspect", { token: session.accessToken }, introspector),
  ];
}

function pageRequests(fixed: Fixed, sessionId: string): GoodRequest[] {
  const { app, third, user, other, browser, otherBrowser, account } = fixed;
  const asks = authorizationRequest(third);
  const query: Pairs = Object.entries(asks);
  const headers: Pairs = [["cookie", browser.cookie]];
  const toAuthorize: Pairs = [["continue", `/oauth2/authorize?${new URLSearchParams(asks)}`]];
  const post = (path: string, fields: Record<string, string>, who = browser) =>
    good("page", `POST ${path}`, {
      headers: [["cookie", who.cookie]],
      body: form({ form_token: who.formToken, ...fields }),
    });
  const credentials = { username: user.email, password: user.password };
  const api = (line: string) => good("oauth", `${line}`, { headers: bearer(account) });
  return [
    good("page", "GET /oauth2/authorize", { query, headers }),
    good("page", "GET /oauth2/authorize", { query }),
    good("page", "GET /oauth2/authorize", {
      ...{ query: [...Object.entries(authorizationRequest(app)), ["response_mode", "form_post"]], headers },
    }),
    good("page", "POST /oauth2/authorize", {
      headers,
      body: form({ ...asks, prompt: "consent", max_age: "60" }),
    }),
    good("page", "GET /login", { query: [...toAuthorize, ["login_hint", user.email]] }),
    { ...post("/login", { ...credentials, ...Object.fromEntries(toAuthorize) }), costly: true },
    good("page", "GET /consent", { query: toAuthorize, headers }),
    post("/consent", { ...Object.fromEntries(toAuthorize), decision: "allow" }),
    good("page", "GET /account", { headers }),
    post("/account/sessions/end", { session: sessionId }),
    post("/account/sessions/end-others", {}, otherBrowser),
    post("/account/sessions/end-all", {}, otherBrowser),
    post("/account/consents/withdraw", { client: third.client_id }),
    {
      ...post("/account/password", { password: other.password, new_password: other.password }, otherBrowser),
      costly: true,
    },
    good("page", "GET /logout", { headers }),
    post("/logout", { apps: "end" }, otherBrowser),
    api("GET /account/api/sessions"),
    api(`DELETE /account/api/sessions/${sessionId}`),
  ];
}

const publicRequests: readonly GoodRequest[] = [
  good("oauth", "GET /.well-known/oauth-authorization-server"),
  good("oauth", "GET /.well-known/jwks.json", { headers: [["if-none-match", '"x"']] }),
  good("oauth", "GET /errors"),
  good("oauth", "GET /errors/refresh_token_reused"),
];

function resourceRequests(token: string): GoodRequest[] {
  const headers = bearer(token);
  const json: Pairs = [...headers, ["content-type", "application/json"]];
  const note = "/notes/00000000-0000-4000-8000-000000000000";
  return [
    good("oauth", "GET /whoami", { headers }),
    good("oauth", "GET /notes", { headers }),
    good("oauth", "GET /notes/all", { headers }),
    good("oauth", "POST /notes", { headers: json, body: { json: { text: "A note" } } }),
    good("oauth", "POST /notes", { headers: json, body: { json: { text: "A note" } } }),
    good("oauth", `DELETE ${note}`, { headers }),
    good("oauth", "GET /.well-known/oauth-protected-resource"),
  ];
}
