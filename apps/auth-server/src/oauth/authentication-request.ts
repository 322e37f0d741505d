/**
 * What OpenID Connect adds to the authorization request.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
 */
import { isObject, OAuthError } from "@regrant/shared";
import type { Client } from "../clients/clients.sql.js";
import type { Form } from "../http/form.js";
import { shown } from "../http/shown-value.js";
import type { RequestedClaims } from "../sessions/session.sql.js";
import { supportedAcrs } from "../tokens/authentication-context.js";
import { requestableClaims, scopeOfClaim } from "../users/claims.js";

export interface AuthenticationRequest {
  readonly nonce: string | null;
  /** Those whose scope the client may have. */
  readonly requestedClaims: RequestedClaims | null;
  /** What the user has to consent to: the scope, and the scopes of the requested claims. */
  readonly consentScope: readonly string[];
  /** The user that the response must be about, if the request names one. */
  readonly subject: string | null;
  /** Whether the client asks for a second factor, and for nothing weaker (RFC 9470 §4). */
  readonly asksForMfa: boolean;
}

/**
 * Unknown claims are ignored (§5.5.1), and so are unknown acr_values, and parameters that are mere wishes: display,
 * claims_locales.
 *
 * @throws {OAuthError} invalid_request, unmet_authentication_requirements
 */
export function checkAuthenticationRequest(
  client: Client,
  form: Form,
  scope: readonly string[],
): AuthenticationRequest {
  const isOpenId = scope.includes("openid");
  const nonce = (isOpenId && form.get("nonce")) || null;
  const acrValues = (form.get("acr_values") ?? "").split(" ");
  const text = form.get("claims");
  if (text === undefined || !isOpenId)
    return {
      nonce,
      requestedClaims: null,
      consentScope: scope,
      subject: null,
      asksForMfa: isMfaOnly(acrValues),
    };
  const { userinfo, id_token: idToken } = parseClaims(text);
  checkAcr(idToken.acr);
  const subject = idToken.sub?.value ?? userinfo.sub?.value ?? null;
  if (subject !== null && typeof subject !== "string") throw malformed("the value of sub is not a text");
  const namesOf = (wishes: Wishes) => requestableClaims(client.scope, Object.keys(wishes));
  const requestedClaims = { userinfo: namesOf(userinfo), id_token: namesOf(idToken) };
  const consentScope = new Set(scope);
  for (const name of Object.values(requestedClaims).flat()) consentScope.add(scopeOfClaim(name) ?? name);
  const asksForMfa =
    isMfaOnly(acrValues) || (idToken.acr?.essential === true && isMfaOnly(acrsIn(idToken.acr)));
  return { nonce, subject, requestedClaims, consentScope: [...consentScope], asksForMfa };
}

type Wish = { readonly essential?: unknown; readonly value?: unknown; readonly values?: unknown } | null;
type Wishes = Readonly<Record<string, Wish>>;

function parseClaims(text: string): { readonly userinfo: Wishes; readonly id_token: Wishes } {
  let claims: unknown;
  try {
    claims = JSON.parse(text);
  } catch (cause) {
    throw malformed(`it is not JSON: ${shown(text)}`, cause);
  }
  if (!isObject(claims)) throw malformed("it is not a JSON object");
  return { userinfo: wishesOf(claims, "userinfo"), id_token: wishesOf(claims, "id_token") };
}

function wishesOf(claims: object, member: string): Wishes {
  const wishes = Object.hasOwn(claims, member) ? (claims as Record<string, unknown>)[member] : null;
  if (wishes === null) return {};
  if (!isObject(wishes)) throw malformed(`${member} is not an object`);
  const wrong = Object.entries(wishes).find(([, wish]) => wish !== null && !isObject(wish));
  if (wrong !== undefined) throw malformed(`${shown(wrong[0])} is neither null nor an object`);
  return Object.assign(Object.create(null), wishes);
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const isMfaOnly = (acrs: readonly unknown[]): boolean => acrs.includes("2") && !acrs.includes("1");

const acrsIn = (acr: Wish): readonly unknown[] =>
  Array.isArray(acr?.values) ? acr.values : [acr?.value].filter((value) => value !== undefined);

/** An essential `acr` that cannot be had is a failed authentication (§5.5.1.1). */
function checkAcr(acr: Wish | undefined): void {
  if (acr?.essential !== true) return;
  const values = acrsIn(acr);
  if (values.length === 0 || values.some((value) => supportedAcrs.some((acr) => acr === value))) return;
  const supported = supportedAcrs.join(", ");
  throw new OAuthError(
    "unmet_authentication_requirements",
    `The acr ${shown(values.map(textOf).join(" "))} is essential to the client; this server has ${supported}.`,
    { reason: "acr_unmet" },
  );
}

const malformed = (fault: string, cause?: unknown) =>
  new OAuthError("invalid_request", `The parameter claims is malformed: ${fault}.`, {
    reason: "claims_malformed",
    cause,
  });
