/** Successful requests of every endpoint, as clients, browsers and APIs send them. */
import { createHash, randomBytes } from "node:crypto";
import { basic, bearer, form, type GoodRequest, good, type Pairs } from "./good-requests.js";
import type { Client, User } from "./registrations.js";
import type { Tokens } from "./token-endpoint.js";

export const redirectUri = "https://app.example.com/callback";
export const scopes = "notes:read notes:write";
const verifier = randomBytes(32).toString("base64url");
const challenge = createHash("sha256").update(verifier).digest("base64url");

export interface Person extends User {
  readonly id: string;
}

/** A browser after the login page. */
export interface SignedIn {
  readonly cookie: string;
  readonly signInToken: string;
  readonly formToken: string;
}

/** Who sends them, with what they hold. */
export interface Parties {
  /** The resource server's. */
  readonly resource: string;
  /** An API with a secret for introspection. */
  readonly api: { readonly uri: string; readonly secret: string };
  readonly user: Person;
  readonly other: Person;
  readonly app: Client;
  /** A public third-party app, for which users are asked for consent. */
  readonly third: Client;
  /** May be changed or deleted without affecting others. */
  readonly spare: Client;
  readonly session: Tokens;
  readonly otherSession: Tokens;
  readonly sessionId: string;
  readonly accountToken: string;
  readonly browser: SignedIn;
  readonly otherBrowser: SignedIn;
  readonly codes: readonly [string, string];
}

export const authServerRequests = (parties: Parties): GoodRequest[] => [
  ...tokenRequests(parties),
  ...pageRequests(parties),
  ...publicRequests,
];

export const authorizationRequest = ({ client_id }: Client) => ({
  ...{ response_type: "code", client_id, redirect_uri: redirectUri, state: "a state", scope: scopes },
  ...{ code_challenge: challenge, code_challenge_method: "S256" },
});

function tokenRequests(parties: Parties): GoodRequest[] {
  const { app, user, session, otherSession, codes, resource, api } = parties;
  const headers = basic(app.client_id, app.client_secret);
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
    post("/oauth2/introspect", { token: session.accessToken }, basic(api.uri, api.secret)),
  ];
}

function pageRequests(parties: Parties): GoodRequest[] {
  const { app, third, user, other, browser, otherBrowser, accountToken, sessionId } = parties;
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
  const api = (line: string) => good("oauth", line, { headers: bearer(accountToken) });
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
    good("page", "GET /account/password", { headers }),
    good("page", "GET /account/profile", { headers }),
    good("page", "GET /account/sessions/end-all", { headers }),
    post("/account/sessions/end", { session: sessionId }),
    post("/account/sessions/end-others", {}, otherBrowser),
    post("/account/sessions/end-all", {}, otherBrowser),
    post("/account/consents/withdraw", { client: third.client_id }),
    {
      ...post("/account/password", { password: other.password, new_password: other.password }, otherBrowser),
      costly: true,
    },
    post("/account/profile", { name: "Ada Lovelace", zoneinfo: "Europe/London" }),
    good("page", "GET /logout", { headers }),
    post("/logout", { apps: "end" }, otherBrowser),
    api("GET /account/api/sessions"),
    api("GET /account/api/profile"),
    api(`DELETE /account/api/sessions/${sessionId}`),
  ];
}

const publicRequests: readonly GoodRequest[] = [
  good("oauth", "GET /.well-known/oauth-authorization-server"),
  good("oauth", "GET /.well-known/jwks.json", { headers: [["if-none-match", '"x"']] }),
  good("oauth", "GET /errors"),
  good("oauth", "GET /errors/refresh_token_reused"),
];

export function resourceServerRequests({ session }: Parties): GoodRequest[] {
  const headers = bearer(session.accessToken);
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
