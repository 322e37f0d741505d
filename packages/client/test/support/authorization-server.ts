/**
 * A minimal authorization server: codes with PKCE, rotating refresh tokens, whose direct parent gets the same successor
 * again, ID tokens for the scope `openid`, and tokens bound to the keys of proofs. Tests can intercept its responses.
 */
import { createHash, randomUUID } from "node:crypto";
import { type ProofCheck, ProofRefused } from "./dpop.js";
import { jwks, type SignedIn, signIdToken } from "./id-tokens.js";
import { type Handler, listen, lost, type Received, type Reply } from "./listen.js";

export interface AuthorizationServer {
  readonly issuer: string;
  /** The token requests so far. */
  readonly requests: URLSearchParams[];
  /** The Authorization headers that they came with; empty where there was none. */
  readonly authorizations: string[];
  /** The revocation requests so far. */
  readonly revocations: URLSearchParams[];
  /** The Authorization headers that the userinfo endpoint got so far. */
  readonly userInfoRequests: string[];
  /** Signs the user in and returns, as a browser would. */
  authorize(url: URL): URL;
  /** A refresh token, as after a sign-in. */
  openGrant(): string;
  /** Who signs in from now on, and whom the userinfo endpoint tells about. */
  user: string;
  /** Changes the ID tokens from now on. */
  changeIdTokens(change: (idToken: SignedIn) => Promise<string | undefined>): void;
  /** From now on all grants are dead, for this reason. */
  kill(reason: string): void;
  /** Makes the API refuse all access tokens issued so far. */
  expireAccessTokens(): void;
  isGood(accessToken: string): boolean;
  /** The thumbprint of the key that the token is bound to; null if it is bound to none. */
  keyOf(accessToken: string): string | null;
  /** Replaces the handling of the next token request; `proceed` does the usual. */
  intercept(handler: (proceed: Proceed) => ReturnType<Handler>): void;
}

/** Handles the request as usual. */
export type Proceed = () => Promise<Reply>;

interface Options {
  readonly expiresIn?: number;
  readonly delivery?: "body" | "cookie";
  readonly hasRevocation?: boolean;
  /** The sign-out page in its metadata. Default: none. */
  readonly endSessionEndpoint?: string;
  readonly losesRevocations?: boolean;
  /** The revocation endpoint in its metadata; default: its own. */
  readonly revocationEndpoint?: string;
  /** A false `iss`, as from an attacker's server (RFC 9207). */
  readonly iss?: string;
  /** A false issuer in the metadata, as from an attacker's server (RFC 8414 §6.2). */
  readonly issuer?: string;
  /** Binds tokens to the keys of proofs (RFC 9449). Default: it ignores them. */
  readonly dpop?: ProofCheck;
}

export async function startAuthorizationServer(options: Options = {}): Promise<AuthorizationServer> {
  const { expiresIn = 600, delivery = "body", losesRevocations = false, revocationEndpoint } = options;
  const hasRevocation = options.hasRevocation ?? revocationEndpoint !== undefined;
  const codes = new Map<string, URLSearchParams>();
  const successors = new Map<string, string>();
  const users = new Map<string, string>();
  /** By refresh token and by access token. */
  const keys = new Map<string, string>();
  const interceptors: ((proceed: Proceed) => ReturnType<Handler>)[] = [];
  const requests: URLSearchParams[] = [];
  const authorizations: string[] = [];
  const revocations: URLSearchParams[] = [];
  const userInfoRequests: string[] = [];
  let makeIdToken: (idToken: SignedIn) => Promise<string | undefined> = signIdToken;
  let isOpenId = false;
  let good = new Set<string>();
  let dead: string | null = null;

  const refuse = (error: string, reason: string): Reply => ({
    status: 400,
    body: { error, error_description: "refused", error_uri: `${issuer}/errors/${reason}` },
  });

  async function issue(refreshToken: string, nonce: string | null, jkt: string | null): Promise<Reply> {
    const access_token = randomUUID();
    good.add(access_token);
    for (const token of jkt === null ? [] : [refreshToken, access_token]) keys.set(token, jkt ?? "");
    const token_type = jkt === null ? "Bearer" : "DPoP";
    const subject = users.get(refreshToken) ?? server.user;
    const id_token = isOpenId ? await makeIdToken({ issuer, subject, nonce }) : undefined;
    const body = { access_token, token_type, expires_in: expiresIn, scope: "notes:read", id_token };
    if (delivery === "body") return { status: 200, body: { ...body, refresh_token: refreshToken } };
    return { status: 200, body, headers: { "set-cookie": `rt=${refreshToken}; Path=/oauth2; HttpOnly` } };
  }

  function redeem(form: URLSearchParams, jkt: string | null): Reply | Promise<Reply> {
    const asked = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const expected = asked?.get("dpop_jkt") ?? null;
    if (options.dpop && expected !== null && expected !== jkt)
      return refuse("invalid_grant", "dpop_key_mismatch");
    const hash = createHash("sha256").update(form.get("code_verifier") ?? "");
    return asked?.get("code_challenge") === hash.digest("base64url")
      ? issue(server.openGrant(), asked.get("nonce"), jkt)
      : refuse("invalid_grant", "pkce_mismatch");
  }

  function refresh(form: URLSearchParams, cookie: string, jkt: string | null): Reply | Promise<Reply> {
    const token = delivery === "cookie" ? cookie.match(/rt=([^;]+)/)?.[1] : form.get("refresh_token");
    if (dead !== null) return refuse("invalid_grant", dead);
    if (!token) return refuse("invalid_grant", "refresh_token_missing");
    const next = successors.get(token);
    if (next === undefined) return refuse("invalid_grant", "refresh_token_unknown");
    if (next !== "" && successors.get(next) !== "") return refuse("invalid_grant", "refresh_token_reused");
    if ((keys.get(token) ?? jkt) !== jkt) return refuse("invalid_grant", "dpop_key_mismatch");
    const successor = next === "" ? randomUUID() : next;
    successors.set(token, successor);
    users.set(successor, users.get(token) ?? server.user);
    if (!successors.has(successor)) successors.set(successor, "");
    return issue(successor, null, jkt);
  }

  function userInfo(authorization = ""): Reply {
    userInfoRequests.push(authorization);
    if (good.has(authorization.replace(/^(Bearer|DPoP) /, "")))
      return { status: 200, body: { sub: server.user, name: "Ada" } };
    const challenge = `Bearer error="invalid_token", error_uri="${issuer}/errors/token_expired"`;
    return { status: 401, headers: { "www-authenticate": challenge } };
  }

  const metadata = () => ({
    issuer: options.issuer ?? issuer,
    authorization_endpoint: `${issuer}/oauth2/authorize`,
    token_endpoint: `${issuer}/oauth2/token`,
    response_types_supported: ["code"],
    authorization_response_iss_parameter_supported: true,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    ...(options.endSessionEndpoint !== undefined && { end_session_endpoint: options.endSessionEndpoint }),
    ...(hasRevocation && { revocation_endpoint: revocationEndpoint ?? `${issuer}/oauth2/revoke` }),
  });

  /** Null where there is none, or nobody looks at it. */
  const provenKey = (request: Received): Promise<string | null> | null =>
    options.dpop?.check(request, `${issuer}${request.url}`) ?? null;

  function handle(request: Received): ReturnType<Handler> {
    const { url, body, headers } = request;
    if (url.startsWith("/.well-known/")) return { status: 200, body: metadata() };
    if (url === "/jwks") return { status: 200, body: jwks };
    if (url === "/userinfo") return userInfo(headers.authorization);
    const form = new URLSearchParams(body);
    if (url === "/oauth2/revoke") {
      if (losesRevocations) return lost;
      revocations.push(form);
      return { status: 200 };
    }
    requests.push(form);
    authorizations.push(headers.authorization ?? "");
    const proceed = async (): Promise<Reply> => {
      try {
        const jkt = await provenKey(request);
        const reply = await (form.get("grant_type") === "refresh_token"
          ? refresh(form, headers.cookie ?? "", jkt)
          : redeem(form, jkt));
        return { ...reply, headers: { ...reply.headers, ...options.dpop?.headers() } };
      } catch (error) {
        if (!(error instanceof ProofRefused)) throw error;
        return { status: 400, body: { error: error.message }, headers: options.dpop?.headers() ?? {} };
      }
    };
    const interceptor = interceptors.shift();
    return interceptor === undefined ? proceed() : interceptor(proceed);
  }

  const issuer = await listen(handle);
  const server: AuthorizationServer = {
    issuer,
    requests,
    authorizations,
    revocations,
    userInfoRequests,
    user: "ada",
    changeIdTokens: (change) => {
      makeIdToken = change;
    },
    authorize(url) {
      const code = randomUUID();
      codes.set(code, url.searchParams);
      isOpenId = url.searchParams.get("scope")?.split(" ").includes("openid") ?? false;
      const answer = new URL(url.searchParams.get("redirect_uri") ?? "");
      answer.searchParams.set("code", code);
      answer.searchParams.set("state", url.searchParams.get("state") ?? "");
      answer.searchParams.set("iss", options.iss ?? issuer);
      return answer;
    },
    openGrant() {
      const token = randomUUID();
      successors.set(token, "");
      users.set(token, server.user);
      return token;
    },
    kill: (reason) => {
      dead = reason;
    },
    expireAccessTokens: () => {
      good = new Set();
    },
    isGood: (token) => good.has(token),
    keyOf: (token) => keys.get(token) ?? null,
    intercept: (handler) => void interceptors.push(handler),
  };
  return server;
}

/** The server does its work, but the response is lost. */
export const loseAnswer = async (proceed: Proceed): Promise<typeof lost> => {
  await proceed();
  return lost;
};

export const unavailable = (status: number, retryAfter?: string) => (): Reply => ({
  status,
  headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
});
