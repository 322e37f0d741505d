/**
 * The authorization request: first who asks and where to answer, then everything else.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
 */
import { type ErrorCode, OAuthError, type Reason } from "@regrant/shared";
import type { FindClient } from "../clients/authentication/authenticate-client.js";
import { isAnyClientId } from "../clients/client-id.js";
import type { Client } from "../clients/clients.sql.js";
import { namesRedirectUri } from "../clients/fapi2.js";
import { isRegisteredRedirectUri } from "../clients/redirect-uri.js";
import { isCodeChallenge } from "../codes/pkce.js";
import type { Config } from "../config.js";
import { type Form, required } from "../http/form.js";
import { shown } from "../http/shown-value.js";
import { hashSecret } from "../secrets.js";
import { type AuthenticationRequest, checkAuthenticationRequest } from "./authentication-request.js";
import { checkDpopJkt } from "./dpop.js";
import { isPushed } from "./pushed-request.js";
import { checkTarget, type Target } from "./target.js";

/** A verified return address, to which errors may be redirected too. */
export interface ReturnAddress {
  readonly client: Client;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly responseMode: "query" | "form_post";
}

const prompts = ["none", "login", "consent", "select_account"] as const;
export type Prompt = (typeof prompts)[number] | "create";

type WhoSignsUp = Pick<Config, "signUp">;

/** `create` only where anybody may sign up (OpenID Connect Initiating User Registration 1.0 §4.1). */
export const promptsFor = ({ signUp }: WhoSignsUp): readonly Prompt[] =>
  signUp === "open" ? [...prompts, "create"] : prompts;

export interface AuthorizationRequest extends Target, AuthenticationRequest {
  /** Null if the client may do without PKCE. */
  readonly codeChallenge: string | null;
  readonly prompt: ReadonlySet<Prompt>;
  /** The maximum age of the user's sign-in, in seconds; null accepts any. */
  readonly maxAgeSeconds: number | null;
  readonly loginHint: string | null;
  /** The thumbprint of the key that has to redeem the code. */
  readonly jkt: string | null;
}

/**
 * Check who asks and where to answer. Until this returns, every error is shown as a page (RFC 6749 §4.1.2.1).
 *
 * @throws {OAuthError}
 */
export async function checkReturnAddress(findClient: FindClient, form: Form): Promise<ReturnAddress> {
  const clientId = required(form, "client_id");
  const client = isAnyClientId(clientId) ? await findClient(clientId) : null;
  if (client === null)
    throw refuse("invalid_client", "client_unknown", `No client has the client_id ${shown(clientId)}.`);
  if (client.disabledAt !== null)
    throw refuse("invalid_client", "client_disabled", `The client ${clientId} is disabled.`);
  const only =
    client.redirectUris.length === 1 && !namesRedirectUri(client) ? client.redirectUris[0] : undefined;
  const redirectUri = form.get("redirect_uri") ?? only ?? required(form, "redirect_uri");
  if (!isRegisteredRedirectUri(client.redirectUris, redirectUri)) {
    throw refuse(
      "invalid_request",
      "redirect_uri_mismatch",
      `The redirect_uri ${shown(redirectUri)} is not registered for this client. It is compared letter for letter; only the port on http://127.0.0.1, http://[::1] and http://localhost is free.`,
    );
  }
  const askedMode = form.get("response_mode") ?? responseModeWithin(form.get("request"));
  const responseMode = askedMode === "form_post" ? "form_post" : "query";
  return { client, redirectUri, state: form.get("state") ?? null, responseMode };
}

/** Request objects are refused, but in the way that the client waits for the answer. */
function responseModeWithin(requestObject = ""): unknown {
  try {
    return JSON.parse(Buffer.from(requestObject.split(".")[1] ?? "", "base64url").toString()).response_mode;
  } catch {
    return undefined;
  }
}

/**
 * Check everything else, in the order of the RFCs. These errors are redirected to the client.
 *
 * @throws {OAuthError}
 */
export function checkAuthorizationRequest(
  config: WhoSignsUp,
  client: Client,
  form: Form,
): AuthorizationRequest {
  checkLengths(form);
  if (form.has("request"))
    throw refuse("request_not_supported", "request_object_unsupported", "There is no support for request.");
  checkPushed(client, form);
  const responseType = required(form, "response_type");
  if (responseType !== "code") {
    throw refuse(
      "unsupported_response_type",
      "response_type_unsupported",
      `The response_type is ${shown(responseType)}; the only one here is code.`,
    );
  }
  if (!client.grantTypes.includes("authorization_code")) {
    throw refuse(
      "unauthorized_client",
      "grant_type_not_allowed",
      "This client was not given the authorization_code grant.",
    );
  }
  const responseMode = form.get("response_mode") ?? "query";
  if (!["query", "form_post"].includes(responseMode)) {
    throw refuse(
      "invalid_request",
      "response_mode_unsupported",
      `The response_mode is ${shown(responseMode)}; it has to be query or form_post.`,
    );
  }
  const target = checkTarget(client, form);
  return {
    ...target,
    ...checkAuthenticationRequest(client, form, target.scope),
    codeChallenge: checkCodeChallenge(client, form, target.scope),
    prompt: checkPrompt(promptsFor(config), form),
    maxAgeSeconds: checkMaxAge(form),
    loginHint: form.get("login_hint") ?? null,
    jkt: checkDpopJkt(form),
  };
}

/**
 * Bytes. The request is packed into the addresses of our own pages, and nginx limits request lines to 8 KiB by
 * default.
 */
const longest = { state: 4_096, request: 8_192 };

function checkLengths(form: Form): void {
  const stateBytes = Buffer.byteLength(form.get("state") ?? "");
  if (stateBytes > longest.state) {
    const description = `The state has ${stateBytes} bytes; the limit is ${longest.state}. Keep it in the app and send a key to it.`;
    throw refuse("invalid_request", "request_too_long", description);
  }
  const bytes = [...form].reduce((sum, pair) => sum + Buffer.byteLength(pair.join("=")), 0);
  if (bytes > longest.request) {
    const description = `The authorization request has ${bytes} bytes; the limit is ${longest.request}.`;
    throw refuse("invalid_request", "request_too_long", description);
  }
}

/** A request that was pushed carries the request_uri that it was given. */
function checkPushed({ requirePar }: Client, form: Form): void {
  if (isPushed(form)) return;
  if (form.has("request_uri")) {
    throw refuse(
      "request_uri_not_supported",
      "request_object_unsupported",
      "The request_uri is not one of this server's: push the request to get one (PAR, RFC 9126).",
    );
  }
  if (requirePar)
    throw refuse("invalid_request", "par_required", "This client has to push its requests (PAR, RFC 9126).");
}

/** Identifies exactly this request in this sign-in's browser, regardless of the order of parameters. */
export const hashRequest = (form: Form, signInId: string): Buffer =>
  hashSecret(JSON.stringify([signInId, [...form].sort()]));

/** RFC 7636 §4.4.1, without the weaker `plain`. Only an OpenID request may do without, if the client may (OAuth 2.1 §7.5.1). */
function checkCodeChallenge(client: Client, form: Form, scope: readonly string[]): string | null {
  const challenge = form.get("code_challenge");
  if (challenge === undefined) {
    if (client.pkce === "required" || !scope.includes("openid"))
      throw refuse("invalid_request", "pkce_required", "The code_challenge is missing (PKCE, RFC 7636).");
    if (client.pkce === "nonce" && !form.has("nonce")) {
      const description = "The request has neither a code_challenge (PKCE, RFC 7636) nor a nonce.";
      throw refuse("invalid_request", "nonce_required", description);
    }
    return null;
  }
  const method = form.get("code_challenge_method");
  if (method !== "S256") {
    const what = method === undefined ? "missing, which means plain" : shown(method);
    throw refuse(
      "invalid_request",
      "pkce_method_unsupported",
      `The code_challenge_method is ${what}; it has to be S256.`,
    );
  }
  if (!isCodeChallenge(challenge)) {
    throw refuse(
      "invalid_request",
      "pkce_malformed",
      `The code_challenge has ${challenge.length} characters and is not a SHA-256 hash in base64url, which has 43.`,
    );
  }
  return challenge;
}

function checkPrompt(prompts: readonly Prompt[], form: Form): ReadonlySet<Prompt> {
  const prompt = form.get("prompt") ?? "";
  const asked = prompt.split(" ").filter(Boolean);
  const known = prompts.filter((name) => asked.includes(name));
  const isKnown = asked.every((name) => known.some((one) => one === name));
  if (isKnown && !(known.includes("none") && known.length > 1)) return new Set(known);
  throw refuse(
    "invalid_request",
    "prompt_unsupported",
    `The prompt is ${shown(prompt)}; it has to be none, or of ${prompts.slice(1).join(", ")}.`,
  );
}

function checkMaxAge(form: Form): number | null {
  const value = form.get("max_age");
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw refuse(
    "invalid_request",
    "max_age_malformed",
    `The max_age ${shown(value)} is not a whole number of seconds.`,
  );
}

/** Also 400 for an unknown client: nobody was asked to authenticate. */
const refuse = (code: ErrorCode, reason: Reason, description: string) =>
  new OAuthError(code, description, { reason, status: 400 });
