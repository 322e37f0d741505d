/**
 * `fetch` with the access token: C and D and, if the API refuses the token, F, G, H and then C again, once. That an API
 * wants another proof is settled at each C by itself.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-7.1
 */
import { reasonOf } from "@regrant/shared/issuer-answers";
import * as oauth from "oauth4webapi";
import { BodyNotReplayedError } from "./errors.js";
import type { Answer, Wire } from "./events.js";
import type { ClientOptions } from "./options.js";
import { plainFetchOf } from "./plain-fetch.js";
import type { ProofOptions, Proofs } from "./proofs.js";
import type { Session } from "./session.js";
import type { AccessToken } from "./tabs.js";
import { isLoopback, isWithin } from "./urls.js";

interface ApiAnswer {
  readonly response: Response;
  /** 401 `invalid_token`: a new token may help. */
  readonly isTokenRefused: boolean;
}

/** For the client's APIs only. */
export function onlyForApis(options: ClientOptions, authorizedFetch: AuthorizedFetch): typeof fetch {
  const apis = (options.apis ?? [options.resource ?? []].flat()).map((api) => new URL(api));
  return async (input, init) => {
    const request = new Request(input, init);
    if (isWithin(new URL(request.url), apis)) return authorizedFetch(request, !isStream(init?.body));
    throw new TypeError(
      `${request.url} is not under one of this client's APIs: ${apis.join(", ") || "none"}`,
    );
  };
}

/** Sends the token to any address. A body that is a stream cannot be sent again. */
export type AuthorizedFetch = (request: Request, canReplay: boolean) => Promise<Response>;

export function createAuthorizedFetch(
  options: ClientOptions,
  proofs: Proofs,
  session: Session,
  wire: Wire,
): AuthorizedFetch {
  const plainFetch = plainFetchOf(options);

  async function send(request: Request, token: AccessToken, canReplay: boolean): Promise<ApiAnswer> {
    const url = new URL(request.url);
    const ask = async (proof: ProofOptions): Promise<ApiAnswer> => {
      const isExpired = Date.now() >= token.expiresAt;
      const tell = wire.request(isExpired ? "E" : "C", request.method, url);
      try {
        const sent = canReplay ? request.clone() : request;
        const response = await oauth.protectedResourceRequest(
          token.value,
          request.method,
          url,
          request.headers,
          null,
          {
            [oauth.allowInsecureRequests]: isLoopback(url),
            [oauth.customFetch]: (_url, { headers }) => plainFetch(new Request(sent, { headers })),
            ...proof,
          },
        );
        tell({ step: "D", status: response.status, error: null, reason: null });
        return { response, isTokenRefused: false };
      } catch (error) {
        tell(toldOf(error));
        throw error;
      }
    };
    const beforeRepeat = () => {
      if (!canReplay) throw new BodyNotReplayedError(request.method, request.url);
    };
    return proofs.send(ask, beforeRepeat).catch((error: unknown) => {
      if (!(error instanceof oauth.WWWAuthenticateChallengeError)) throw error;
      return { response: error.response, isTokenRefused: toldOf(error).step === "F" };
    });
  }

  return async (request, canReplay) => {
    const token = await untilAborted(session.token(!canReplay), request.signal);
    const first = await send(request, token, canReplay);
    if (!first.isTokenRefused) return first.response;
    await first.response.body?.cancel();
    // Another request or tab may have renewed the token meanwhile.
    const current = session.current();
    const isRenewed = current !== null && current !== token;
    const next = isRenewed ? current : await untilAborted(session.replace(token), request.signal);
    if (!canReplay) throw new BodyNotReplayedError(request.method, request.url);
    return (await send(request, next, canReplay)).response;
  };
}

function toldOf(error: unknown): Answer & { readonly step: "D" | "F" } {
  if (!(error instanceof oauth.WWWAuthenticateChallengeError))
    return { step: "D", status: null, error: null, reason: null };
  const { status } = error.response;
  const { error: code = null, error_uri } = challengeOf(error);
  const step = status === 401 && code === "invalid_token" ? "F" : "D";
  return { step, status, error: code, reason: reasonOf(error_uri) };
}

/** The parameters of the challenge that says what is wrong; an API may list others beside it. */
export function challengeOf({
  cause,
}: oauth.WWWAuthenticateChallengeError): oauth.WWWAuthenticateChallenge["parameters"] {
  const ours = cause.filter(({ scheme }) => scheme === "bearer" || scheme === "dpop");
  return ours.find(({ parameters }) => parameters.error !== undefined)?.parameters ?? {};
}

/** A stream is consumed by the first attempt; every other body can be sent again. */
const isStream = (body: unknown): boolean =>
  typeof body === "object" &&
  body !== null &&
  (body instanceof ReadableStream || Symbol.asyncIterator in body);

/** Aborting a request ends its wait for a refresh, but not the refresh itself. */
function untilAborted<T>(waited: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    waited.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
