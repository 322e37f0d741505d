/**
 * New objects for each round of fuzzing recorded requests: signed-in users, apps, tokens, codes, ids. Creating them
 * also proves that valid requests still work, because every step checks its result.
 */
import { randomBytes } from "node:crypto";
import { adminRequests, type OpenApi, type Values } from "./admin-operations.js";
import { basic, type GoodRequest } from "./good-requests.js";
import type { Random } from "./random.js";
import {
  authorizationRequest,
  authServerRequests,
  type Parties,
  type Person,
  redirectUri,
  resourceServerRequests,
  type SignedIn,
  scopes,
} from "./recorded-requests.js";
import type { Client, User } from "./registrations.js";
import type { Foreign } from "./spoil-request.js";
import type { TestStack } from "./stack.js";
import { type Answer, parseObject, requestToken, signIn } from "./token-endpoint.js";

export interface FuzzWorld {
  readonly authServer: readonly GoodRequest[];
  readonly resourceServer: readonly GoodRequest[];
  readonly foreign: Foreign;
  /** None may appear in the response to a request that did not contain it, or in a log. */
  readonly secrets: readonly string[];
}

const lists = ["/clients", "/users", "/sessions", "/audit", "/resources"];
const accountScopes = "sessions:read sessions:write profile:read";

/** A client that may administer, with the authorization server as its resource; once per stack. */
export async function registerAdministrator({ regrant, issuer }: TestStack): Promise<Client> {
  const names = ["admin:read", "admin:write", ...accountScopes.split(" ")];
  const flags = names.flatMap((name) => ["--scope", name]);
  await regrant(["resource", "create", issuer, ...flags]);
  const admin = ["--scope", "admin:read", "--scope", "admin:write", "--resource", issuer];
  return regrant(["client", "create", "--name", "Admin", "--grant", "client_credentials", ...admin]);
}

export async function newWorld(random: Random, stack: TestStack, administrator: Client): Promise<FuzzWorld> {
  const { issuer, resource } = stack;
  const credentials = { grant_type: "client_credentials" };
  const adminToken = accessTokenOf(await requestToken(issuer, administrator, credentials));
  const admin = askAdmin(issuer, adminToken);
  const parties = await enter(admin, issuer, resource);
  const [first = "", ...others] = await Promise.all(lists.map((list) => cursorOf(admin, list)));
  const cursors = [first, ...others] as const;
  const openApi = (await admin("GET", "/openapi.json")) as unknown as OpenApi;
  await whoami(parties);
  return {
    authServer: [
      ...authServerRequests(parties),
      ...adminRequests(random, openApi, adminToken, valuesOf(random, parties, cursors)),
    ],
    resourceServer: resourceServerRequests(parties),
    foreign: foreignOf(parties, adminToken, cursors),
    secrets: [adminToken, ...secretsOf(parties)],
  };
}

/** Everybody registers and signs in. */
async function enter(admin: Admin, issuer: string, resource: string): Promise<Parties> {
  const uri = `https://${randomBytes(6).toString("hex")}.example.com`;
  await admin("POST", "/resources", { resource: uri, scope: "a b" });
  const secret = await admin("POST", `/resources/${encodeURIComponent(uri)}/secret`);
  const codes = { grant_types: ["authorization_code", "refresh_token"], redirect_uris: [redirectUri] };
  const [user, other, app, third, spare] = await Promise.all([
    newUser(admin),
    newUser(admin),
    newClient(admin, {
      ...codes,
      grant_types: [...codes.grant_types, "password", "client_credentials"],
      first_party: true,
      resources: [resource, issuer],
      scope: `${scopes} ${accountScopes}`,
    }),
    newClient(admin, { ...codes, resources: [resource], scope: scopes, confidential: false }),
    newClient(admin, { grant_types: ["client_credentials"], resources: [resource] }),
  ]);
  const ofAccount = {
    grant_type: "password",
    username: user.email,
    password: user.password,
    resource: issuer,
  };
  const [session, otherSession, account, browser, otherBrowser] = await Promise.all([
    signIn(issuer, app, user),
    signIn(issuer, app, other),
    requestToken(issuer, app, ofAccount),
    openBrowser(issuer, user),
    openBrowser(issuer, other),
  ]);
  return {
    ...{ resource, user, other, app, third, spare, session, otherSession, browser, otherBrowser },
    api: { uri, secret: String(secret.resource_secret) },
    accountToken: accessTokenOf(account),
    codes: [await codeOf(issuer, browser, app), await codeOf(issuer, otherBrowser, app)],
    sessionId: await openSessionOf(admin, user),
  };
}

/** Values for the admin API's parameters and members. */
const valuesOf = (random: Random, parties: Parties, cursors: readonly string[]): Values => ({
  ...Object.fromEntries(lists.map((list, at) => [`cursor of /admin/v1${list}`, cursors[at]])),
  client_id: parties.spare.client_id,
  client: parties.spare.client_id,
  user: parties.other.id,
  session: parties.sessionId,
  resource: parties.api.uri,
  grant_types: () => random.pick([["client_credentials"], ["refresh_token"], ["password", "refresh_token"]]),
  resources: [parties.resource],
  scope: "notes:read",
  scope_descriptions: { a: "An A" },
  redirect_uris: [redirectUri],
  allowed_origins: ["https://app.example.com"],
  email: () => `${randomBytes(6).toString("hex")}@example.com`,
  password: randomBytes(12).toString("base64url"),
  limit: 3,
  event: "session.",
  since: "2026-01-31T23:59:59Z",
  until: "2046-01-31T23:59:59Z",
});

function foreignOf(parties: Parties, adminToken: string, cursors: Foreign["cursors"]): Foreign {
  const { user, other, app, third, spare, session, otherSession, browser, otherBrowser, api } = parties;
  const tokens = [parties.accountToken, ...[session, otherSession].flatMap(Object.values)];
  const clients = [basic(app.client_id, app.client_secret), basic(spare.client_id, spare.client_secret)];
  return {
    authorizations: [
      `Bearer ${adminToken}`,
      ...tokens.map((token) => `Bearer ${token}`),
      ...[...clients, basic(api.uri, api.secret)].flat().map(([, value]) => value),
    ],
    cookies: [browser.cookie, otherBrowser.cookie],
    values: [
      user.id,
      ...[other.id, user.email, parties.sessionId, spare.client_id, third.client_id, api.uri],
      ...[redirectUri, "*", session.accessToken, otherSession.refreshToken, parties.codes[1]],
      otherBrowser.formToken,
    ],
    cursors,
  };
}

const secretsOf = (parties: Parties): string[] =>
  [
    ...[parties.user.password, parties.other.password, parties.accountToken, parties.api.secret],
    ...[parties.app.client_secret ?? "", parties.spare.client_secret ?? "", ...parties.codes],
    ...[parties.session, parties.otherSession].flatMap(Object.values),
    ...[parties.browser, parties.otherBrowser].map(({ signInToken }) => signInToken),
  ].filter((secret) => secret !== "");

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

async function cursorOf(admin: Admin, list: string): Promise<string> {
  const { next_cursor } = await admin("GET", `${list}?limit=1`);
  return String(next_cursor);
}

async function openSessionOf(admin: Admin, { id }: Person): Promise<string> {
  const { items } = await admin("GET", `/sessions?limit=1&state=open&user=${id}`);
  const [{ id: session }] = items as [{ id: string }];
  return session;
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

async function codeOf(issuer: string, { cookie }: SignedIn, app: Client): Promise<string> {
  const url = `${issuer}/oauth2/authorize?${new URLSearchParams(authorizationRequest(app))}`;
  const answer = await fetch(url, { redirect: "manual", headers: { cookie } });
  const code = new URL(answer.headers.get("location") ?? "", issuer).searchParams.get("code");
  if (code === null) throw new Error(`no code: ${answer.status}`);
  return code;
}

async function whoami({ resource, session: { accessToken } }: Parties): Promise<void> {
  const { status } = await fetch(`${resource}/whoami`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  if (status !== 200) throw new Error(`the resource server does not know the user: ${status}`);
}

function accessTokenOf({ status, body }: Answer): string {
  if (typeof body.access_token === "string") return body.access_token;
  throw new Error(`no access token: ${status} ${body.error_uri}`);
}
