/**
 * The authorization server, through openid-client: sign-in by code with PKCE, `state` and `nonce`, refresh, revocation,
 * the sign-out page. The ID token's claims are checked each time (OpenID Connect Core 1.0 §3.1.3.7); its signature where
 * no TLS shows whose it is.
 */
import { parseRetryAfter, reasonOf } from "@regrant/shared/issuer-answers";
import { checkNotProxied } from "@regrant/shared/loopback";
import { decodeJwt } from "jose";
import * as oidc from "openid-client";
import { Refused, SignedOut, Unavailable } from "./errors.js";
import type { Session } from "./session-cookie.js";
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

export function connect(settings: Settings): Issuer {
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

  const tokensOf = (answer: TokenAnswer, before: Session | null): Tokens => {
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
    };
  };

  return {
    async signInUrl({ state, nonce, codeVerifier }, parameters) {
      const server = await configuration();
      return oidc.buildAuthorizationUrl(server, {
        ...parameters,
        ...additional,
        redirect_uri: redirectUri,
        scope: settings.scope,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: "S256",
      });
    },
    async redeem(answer, { state, nonce, codeVerifier, maxAge }) {
      const server = await configuration();
      const url = new URL(`${redirectUri}?${answer}`);
      const checks = {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
        ...(maxAge !== undefined && { maxAge }),
      };
      return tokensOf(
        await oidc.authorizationCodeGrant(server, url, checks, additional).catch(rethrow),
        null,
      );
    },
    async refresh(session) {
      if (session.refreshToken === null) throw new SignedOut("no_refresh_token");
      const server = await configuration();
      const asked = oidc.refreshTokenGrant(server, session.refreshToken, additional);
      return tokensOf(await asked.catch(rethrow), session);
    },
    async revoke(refreshToken) {
      const server = await configuration();
      await oidc.tokenRevocation(server, refreshToken, { token_type_hint: "refresh_token" }).catch(rethrow);
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
