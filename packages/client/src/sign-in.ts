/**
 * Authorization code with PKCE: to the server and back (RFC 6749 §4.1, RFC 7636, RFC 9207, OpenID Connect Core §3.1).
 *
 * The PKCE verifier and the nonce are stored under `state` until the response with that state arrives; each is used
 * once.
 */
import { reasonOf } from "@regrant/shared/issuer-answers";
import * as oauth from "oauth4webapi";
import { RefusedError } from "./errors.js";
import type { AskedOfIdToken } from "./id-token.js";
import { type ClientOptions, nameOf, type SignInRequest, signInStoreOf } from "./options.js";
import type { Proofs } from "./proofs.js";
import type { Server, TokenAnswer } from "./server.js";
import { addParameters } from "./urls.js";

export interface SignIns {
  /** The URL to send the user to. @throws UnavailableError */
  start(request: SignInRequest): Promise<URL>;
  /**
   * Exchanges the code for tokens (A and B). Null if the URL contains no response to a sign-in.
   *
   * @throws RefusedError | UnavailableError
   */
  finish(url: URL): Redeem | null;
}

export type Redeem = () => Promise<Redeemed>;

export interface Redeemed {
  readonly answer: TokenAnswer;
  readonly asked: AskedOfIdToken;
}

/** Pending sign-ins; beyond this, the oldest are dropped. */
const keptAtMost = 5;

interface BegunSignIn extends AskedOfIdToken {
  readonly state: string;
  readonly codeVerifier: string;
}
type Begun = readonly BegunSignIn[];

export function createSignIns(options: ClientOptions, proofs: Proofs, server: Server): SignIns {
  const store = signInStoreOf(options);
  const key = `${nameOf(options)} sign_ins`;
  const scope = options.scope?.split(" ") ?? [];
  const begun = async (): Promise<Begun> => parseBegun(await store.getItem(key));

  /** Returns what is stored for this state, once. */
  async function take(state: string | null): Promise<BegunSignIn | undefined> {
    const kept = await begun();
    const found = kept.find((signIn) => signIn.state === state);
    if (found !== undefined)
      await store.setItem(key, JSON.stringify(kept.filter((other) => other !== found)));
    return found;
  }

  async function redeem(parameters: URLSearchParams): Promise<Redeemed> {
    const asked = await take(parameters.get("state"));
    if (asked === undefined) {
      throw new RefusedError(
        "invalid_request",
        "state_unknown",
        "no sign-in with this state was started here, or this browser stores nothing for this page",
      );
    }
    const { client, metadata } = server;
    const checked = checkAnswer(await metadata(), client, parameters);
    const answer = await server.requestTokens(["A", "B"], (from, request) =>
      oauth.authorizationCodeGrantRequest(
        from,
        client,
        oauth.None(),
        checked,
        options.redirectUri ?? "",
        asked.codeVerifier,
        request,
      ),
    );
    return { answer, asked };
  }

  return {
    async start(request) {
      const { authorization_endpoint: endpoint } = await server.metadata();
      if (endpoint === undefined) throw new TypeError(`${options.issuer} has no authorization_endpoint`);
      if (options.redirectUri === undefined) {
        throw new TypeError("signing in with a browser requires redirectUri");
      }
      if (globalThis.crypto?.subtle === undefined) {
        throw new TypeError(
          "signing in requires crypto.subtle, which browsers offer only to pages on https or localhost",
        );
      }
      const state = oauth.generateRandomState();
      const codeVerifier = oauth.generateRandomCodeVerifier();
      const nonce = scope.includes("openid") ? oauth.generateRandomNonce() : undefined;
      const { maxAgeSeconds } = request;
      const signIn = { state, codeVerifier, nonce, maxAgeSeconds };
      await store.setItem(key, JSON.stringify([...(await begun()), signIn].slice(-keptAtMost)));
      return addParameters(new URL(endpoint), {
        response_type: "code",
        client_id: options.clientId,
        redirect_uri: options.redirectUri,
        code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: "S256",
        dpop_jkt: await proofs.thumbprint(),
        state,
        nonce,
        scope: options.scope,
        resource: options.resource,
        prompt: request.prompt,
        max_age: maxAgeSeconds?.toString(),
        login_hint: request.loginHint,
        ui_locales: request.uiLocales,
        acr_values: request.acrValues,
      });
    },
    finish({ searchParams }) {
      const isAnswer = searchParams.has("state") && (searchParams.has("code") || searchParams.has("error"));
      return isAnswer ? () => redeem(searchParams) : null;
    },
  };
}

/** A value damaged by another script counts as empty. */
function parseBegun(text: string | null): Begun {
  try {
    const begun: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(begun) ? begun.filter((signIn) => typeof signIn?.state === "string") : [];
  } catch {
    return [];
  }
}

/** Check `state` and `iss` (RFC 9207 §2.4). @throws RefusedError */
function checkAnswer(
  metadata: oauth.AuthorizationServer,
  client: oauth.Client,
  answer: URLSearchParams,
): URLSearchParams {
  try {
    return oauth.validateAuthResponse(metadata, client, answer, answer.get("state") ?? "");
  } catch (cause) {
    if (cause instanceof oauth.AuthorizationResponseError) {
      const { error, error_description: description = null } = cause;
      throw new RefusedError(error, reasonOf(answer.get("error_uri")), description, { cause });
    }
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RefusedError("invalid_request", "answer_invalid", why, { cause });
  }
}
