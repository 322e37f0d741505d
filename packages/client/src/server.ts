/** The authorization server: its metadata, and token requests. @see https://www.rfc-editor.org/rfc/rfc8414 */
import { parseRetryAfter, reasonOf } from "@regrant/shared/issuer-answers";
import * as oauth from "oauth4webapi";
import { RefusedError, UnavailableError } from "./errors.js";
import type { Wire } from "./events.js";
import { type AskedOfIdToken, type IdToken, verifyIdToken } from "./id-token.js";
import type { ClientOptions } from "./options.js";
import { plainFetchOf } from "./plain-fetch.js";
import type { Proofs } from "./proofs.js";
import { abortAfter } from "./surroundings.js";
import { isConfidential, isLoopback } from "./urls.js";

/** After this time a request counts as lost. */
const answersWithinMs = 10_000;

export interface Server {
  readonly client: oauth.Client;
  /** Fetched once; a failure is not cached. @throws UnavailableError */
  metadata(): Promise<oauth.AuthorizationServer>;
  /** What a device shows its user, and redeems (RFC 8628 §3.2). @throws UnavailableError | RefusedError */
  requestDeviceCode(): Promise<oauth.DeviceAuthorizationResponse>;
  /** Sends a token request once, or again if the server wants another proof. Does not verify the ID token. @throws UnavailableError | RefusedError */
  requestTokens(steps: TokenSteps, send: SendTokenRequest): Promise<TokenAnswer>;
  /**
   * Revokes the grant (RFC 7009) if the server has an endpoint for that. Without a token, the cookie's.
   *
   * @returns whether it was revoked
   * @throws UnavailableError
   */
  revoke(refreshToken?: string): Promise<boolean>;
}

/** The letters of figure 2 for a request and its answer. */
export type TokenSteps = readonly ["A", "B"] | readonly ["G", "H"];

/** Calls oauth4webapi with these options. */
export type SendTokenRequest = (
  metadata: oauth.AuthorizationServer,
  options: oauth.TokenEndpointRequestOptions,
) => Promise<Response>;

/** What is wrong with the ID token must not cost the refresh token beside it, so it is verified on its own. */
export interface TokenAnswer {
  /** Without the ID token. */
  readonly tokens: oauth.TokenEndpointResponse;
  /** `asked` is null for a refresh. @throws RefusedError | UnavailableError */
  verifyIdToken(asked: AskedOfIdToken | null): Promise<IdToken | null>;
}

type Send = (url: string, init: RequestInit) => Promise<Response>;

export function connect(options: ClientOptions, proofs: Proofs, wire: Wire): Server {
  const issuer = new URL(options.issuer);
  const client: oauth.Client = { client_id: options.clientId };
  const plainFetch: Send = plainFetchOf(options);
  // `include` sends the cookie that holds the refresh token.
  const credentials = options.refreshTokenStore === undefined ? "include" : "omit";
  const requestOptions = (send: Send) => ({
    [oauth.allowInsecureRequests]: isLoopback(issuer),
    [oauth.customFetch]: (url: string, init: object) => sendAvailable(send, url, init),
    signal: () => abortAfter(answersWithinMs),
  });

  // MCP wants it in token requests too, not only in authorization requests.
  const additionalParameters = options.resource === undefined ? {} : { resource: options.resource };

  const discover = async () => {
    const ask = (algorithm: "oauth2" | "oidc") =>
      oauth.discoveryRequest(issuer, { ...requestOptions(plainFetch), algorithm });
    const answer = await ask("oauth2");
    // Some servers have their metadata only where OpenID Connect Discovery looks for it.
    return oauth.processDiscoveryResponse(issuer, answer.status === 404 ? await ask("oidc") : answer);
  };
  let known: Promise<oauth.AuthorizationServer> | null = null;
  const metadata = () => {
    known ??= discover().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };

  return {
    client,
    metadata,
    async requestDeviceCode() {
      const server = await metadata();
      if (server.device_authorization_endpoint === undefined)
        throw new TypeError(`${options.issuer} has no device_authorization_endpoint`);
      const parameters = {
        ...additionalParameters,
        ...(options.scope !== undefined && { scope: options.scope }),
      };
      const request = requestOptions(plainFetch);
      const response = await oauth.deviceAuthorizationRequest(
        server,
        client,
        oauth.None(),
        parameters,
        request,
      );
      return oauth.processDeviceAuthorizationResponse(server, client, response).catch(rethrow);
    },
    async requestTokens([asked, answered], send) {
      const told: Send = async (url, init) => {
        const tell = wire.request(asked, "POST", new URL(url));
        const lost = { step: answered, status: null, error: null, reason: null };
        const response = await plainFetch(url, { ...init, credentials }).catch((error: unknown) => {
          tell(lost);
          throw error;
        });
        tell({ step: answered, status: response.status, ...(await refusalOf(response)) });
        return response;
      };
      const server = await metadata();
      return proofs.send(async (proof) => {
        const response = await send(server, { ...requestOptions(told), additionalParameters, ...proof });
        const rest = await withoutIdToken(response);
        const tokens = await oauth.processGenericTokenEndpointResponse(server, client, rest).catch(rethrow);
        return {
          tokens,
          verifyIdToken: (asked) =>
            verifyIdToken(server, client, response, asked, requestOptions(plainFetch)),
        };
      });
    },
    async revoke(refreshToken) {
      const { revocation_endpoint: url } = await metadata();
      // RFC 7009 §2: the client must make sure that the token is sent over TLS.
      if (url === undefined || !isConfidential(new URL(url))) return false;
      const form = new URLSearchParams({ client_id: options.clientId, token_type_hint: "refresh_token" });
      if (refreshToken !== undefined) form.set("token", refreshToken);
      const request = {
        method: "POST",
        body: form,
        credentials,
        signal: abortAfter(answersWithinMs),
      };
      const response = await sendAvailable(plainFetch, url, request);
      return response.ok;
    },
  };
}

/** Request timeout (RFC 9110 §15.5.9 allows a retry) and rate limit: neither says anything about the grant. */
const notNow = new Set([408, 429]);

/** @throws UnavailableError if there is no answer, or only "not now" */
async function sendAvailable(send: Send, url: string, init: object): Promise<Response> {
  const response = await send(url, init).catch((cause: unknown) => {
    const why = cause instanceof Error ? `: ${cause.message}` : "";
    throw new UnavailableError(`no answer from ${url}${why}`, null, { cause });
  });
  checkAvailable(url, response);
  return response;
}

/** @throws UnavailableError */
export function checkAvailable(url: string, { status, headers }: Response): void {
  if (!notNow.has(status) && status < 500) return;
  const wait = parseRetryAfter(headers.get("retry-after"), headers.get("date"));
  throw new UnavailableError(`${url} answered ${status}`, wait);
}

/** A copy of the response. */
async function withoutIdToken(response: Response): Promise<Response> {
  const parsed: Promise<unknown> = response.clone().json();
  const body = Object(await parsed.catch(() => null));
  if (body.id_token === undefined) return response.clone();
  return new Response(JSON.stringify({ ...body, id_token: undefined }), response);
}

/** Converts oauth4webapi's errors. A response that is not OAuth counts as none. */
function rethrow(cause: unknown): never {
  if (cause instanceof oauth.ResponseBodyError) {
    const { error, error_description: description = null } = cause;
    const uri = cause.cause.error_uri;
    throw new RefusedError(error, reasonOf(typeof uri === "string" ? uri : null), description, { cause });
  }
  if (cause instanceof oauth.WWWAuthenticateChallengeError) {
    throw new RefusedError("invalid_client", null, cause.message, { cause });
  }
  throw new UnavailableError("the response is not one of OAuth", null, { cause });
}

async function refusalOf(response: Response): Promise<{ error: string | null; reason: string | null }> {
  if (response.ok) return { error: null, reason: null };
  const parsed = response.clone().json();
  // A body that is not JSON carries no information.
  const { error, error_uri: uri } = Object(await parsed.catch(() => null));
  return {
    error: typeof error === "string" ? error : null,
    reason: reasonOf(typeof uri === "string" ? uri : null),
  };
}
