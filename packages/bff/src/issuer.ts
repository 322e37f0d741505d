/**
 * The authorization server, through openid-client: sign-in by code with PKCE, `state` and `nonce`, refresh, revocation,
 * the sign-out page. The ID token's claims are checked each time (OpenID Connect Core 1.0 §3.1.3.7); its signature where
 * no TLS shows whose it is.
 */
import { parseRetryAfter, reasonOf } from "@regrant/shared/issuer-answers";
import { checkNotProxied } from "@regrant/shared/loopback";
import { decodeJwt } from "jose";
import { LRUCache } from "lru-cache";
import * as oidc from "openid-client";
import { Refused, SignedOut, Unavailable } from "./errors.js";
import type { Session } from "./session-cookie.js";
import { generateSessionKey, type KeyPairs, type SessionKey } from "./session-keys.js";
import type { Settings } from "./settings.js";
import type { SignIn } from "./sign-in-cookie.js";
import { isLoopback } from "./urls.js";

/** After this time a request counts as lost. */
const answersWithinSeconds = 10;

export type Tokens = Omit<Session, "number">;

/** All of them throw SignedOut, Unavailable or Refused. */
export interface Issuer {
  signInUrl(signIn: SignIn, parameters: Readonly<Record<string, string>>): Promise<URL>;
  redeem(answer: URLSearchParams, signIn: SignIn): Promise<Tokens>;
  refresh(session: Session): Promise<Tokens>;
  revoke(refreshToken: string): Promise<void>;
  /** Null if the server names none. */
  signOutUrl(idToken: string): Promise<URL | null>;
}

export function connect(settings: Settings, pairOf: KeyPairs): Issuer {
  const { issuer, clientId, clientSecret, redirectUri, resource, refreshAheadSeconds } = settings;
  const additional = resource === undefined ? {} : { resource };

  let known: Promise<oidc.Configuration> | null = null;
  const configuration = () => {
    known ??= discover().catch((error: unknown) => {
      known = null; // a failure is not kept
      throw error;
    });
    return known;
  };
  async function discover(): Promise<oidc.Configuration> {
    const authentication = oidc.ClientSecretBasic(clientSecret);
    const isPlain = isLoopback(issuer);
    const options = {
      timeout: answersWithinSeconds,
      [oidc.customFetch]: availableFetch,
      ...(isPlain && { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] }),
    };
    return oidc.discovery(issuer, clientId, undefined, authentication, options).catch(rethrow);
  }

  /** The library keeps the server's nonces in them. */
  const handles = new LRUCache<string, oidc.DPoPHandle>({ max: 1_000 });
  async function proofsBy(key: SessionKey | undefined): Promise<oidc.DPoPOptions> {
    if (key === undefined) return {};
    const handle = handles.get(key.d) ?? oidc.getDPoPHandle(await configuration(), await pairOf(key));
    handles.set(key.d, handle);
    return { DPoP: handle };
  }

  const tokensOf = (answer: TokenAnswer, before: Session | null, key: SessionKey | undefined): Tokens => {
    const lifetime = answer.expiresIn();
    const now = Date.now();
    const idToken = answer.id_token ?? before?.idToken ?? "";
    if (before !== null && decodeJwt(idToken).sub !== decodeJwt(before.idToken).sub)
      throw new SignedOut("user_changed");
    const ahead = Math.min(refreshAheadSeconds, (lifetime ?? 0) / 2);
    return {
      accessToken: answer.access_token,
      expiresAt: lifetime === undefined ? null : now + lifetime * 1_000,
      dueAt: lifetime === undefined ? null : now + (lifetime - ahead) * 1_000,
      refreshToken: answer.refresh_token ?? before?.refreshToken ?? null,
      idToken,
      ...(key !== undefined && { key }),
    };
  };
  const hasWrongType = ({ token_type }: TokenAnswer, key: SessionKey | undefined): boolean =>
    token_type !== (key === undefined ? "bearer" : "dpop");

  async function revoke(refreshToken: string): Promise<void> {
    const server = await configuration();
    await oidc.tokenRevocation(server, refreshToken, { token_type_hint: "refresh_token" }).catch(rethrow);
  }

  return {
    revoke,
    async signInUrl({ state, nonce, codeVerifier, key }, parameters) {
      const server = await configuration();
      const { DPoP } = await proofsBy(key);
      return oidc.buildAuthorizationUrl(server, {
        ...parameters,
        ...additional,
        redirect_uri: redirectUri,
        scope: settings.scope,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: "S256",
        ...(DPoP !== undefined && { dpop_jkt: await DPoP.calculateThumbprint() }),
      });
    },
    async redeem(answer, { state, nonce, codeVerifier, maxAge, key }) {
      const server = await configuration();
      const url = new URL(`${redirectUri}?${answer}`);
      const checks = {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
        ...(maxAge !== undefined && { maxAge }),
      };
      const proofs = await proofsBy(key);
      const tokens = await oidc
        .authorizationCodeGrant(server, url, checks, additional, proofs)
        .catch(rethrow);
      if (!hasWrongType(tokens, key)) return tokensOf(tokens, null, key);
      await revoke(tokens.refresh_token ?? tokens.access_token).catch(() => undefined);
      const description = `the server answered with the token_type ${tokens.token_type}, ${key === undefined ? "which nobody asked for" : "although dpop was asked for"}`;
      throw new Refused("issuer_answer_invalid", wrongTokenType, { description });
    },
    async refresh(session) {
      if (session.refreshToken === null) throw new SignedOut("no_refresh_token");
      const server = await configuration();
      const { refreshToken } = session;
      // A session that began without one gets it here: the refresh token is bound to this client, not to a key.
      const key = session.key ?? (settings.dpop ? await generateSessionKey() : undefined);
      const proofs = await proofsBy(key);
      const tokens = await oidc.refreshTokenGrant(server, refreshToken, additional, proofs).catch(rethrow);
      if (hasWrongType(tokens, key)) throw new SignedOut(wrongTokenType);
      return tokensOf(tokens, session, key);
    },
    async signOutUrl(idToken) {
      const server = await configuration();
      if (server.serverMetadata().end_session_endpoint === undefined) return null;
      const { postLogoutRedirectUri: back } = settings;
      return oidc.buildEndSessionUrl(server, {
        id_token_hint: idToken,
        ...(back !== undefined && { post_logout_redirect_uri: back }),
      });
    },
  };
}

/** The tokens are bound to nothing, or to what is not known. */
const wrongTokenType = "token_type_unexpected";

type TokenAnswer = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

/** Request timeout and rate limit: neither says anything about the session. */
const notNow = new Set([408, 429]);

const availableFetch: oidc.CustomFetch = async (url, init) => {
  checkNotProxied(new URL(url));
  const response = await fetch(url, init as RequestInit).catch((cause: unknown) => {
    throw new Unavailable(`no answer from ${url}`, null, { cause });
  });
  if (response.status < 500 && !notNow.has(response.status)) return response;
  await response.body?.cancel();
  const wait = parseRetryAfter(response.headers.get("retry-after"), response.headers.get("date"));
  throw new Unavailable(`${url} answered ${response.status}`, wait);
};

/** openid-client's errors in our three kinds. */
function rethrow(error: unknown): never {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof Unavailable) throw cause;
  }
  if (error instanceof oidc.ResponseBodyError) {
    const uri = error.cause.error_uri;
    const reason = reasonOf(typeof uri === "string" ? uri : null);
    // RFC 6749 §5.2: nothing else says that the grant has ended.
    if (error.error === "invalid_grant") throw new SignedOut(reason ?? error.error);
    throw new Refused(error.error, reason, { cause: error, description: error.error_description ?? null });
  }
  if (error instanceof oidc.AuthorizationResponseError) {
    const description = error.error_description ?? null;
    throw new Refused(error.error, reasonOf(error.cause.get("error_uri")), { cause: error, description });
  }
  const description = error instanceof Error ? error.message : String(error);
  throw new Refused("issuer_answer_invalid", null, { cause: error, description });
}
