/**
 * A provider's logout tokens.
 *
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#Validation
 */
import { isObject, mediaTypeOf } from "@regrant/shared";
import { type JWTPayload, jwtVerify } from "jose";
import type { ProviderClient } from "./provider-clients.js";

const event = "http://schemas.openid.net/event/backchannel-logout";

/** Everything with a public key; `none` and the symmetric ones are not among them. */
const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

const clockToleranceSeconds = 30;
/** Of a token that does not say itself when it expires, as providers wrote them before the specification was final. */
const longestSeconds = 300;

export interface ProviderLogout {
  /** At least one of the two. */
  readonly subject: string | undefined;
  readonly sessionId: string | undefined;
  readonly issuedAt: Date;
}

/** What is wrong with it; nothing of the token is in the message. */
export class LogoutTokenInvalid extends Error {
  override readonly name = "LogoutTokenInvalid";
}

/**
 * Verify it. Does not check that its `jti` is new: what it does can be repeated, since it ends only what was there at its `iat`.
 *
 * @throws {LogoutTokenInvalid}
 * @throws {JOSEError} and {ProviderUnreachable}
 */
export async function verifyLogoutToken(
  { configuration, keys }: ProviderClient,
  token: string,
  currentDate: Date,
): Promise<ProviderLogout> {
  const { issuer, id_token_signing_alg_values_supported: supported = ["RS256"] } =
    configuration.serverMetadata();
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    issuer,
    audience: configuration.clientMetadata().client_id,
    algorithms: algorithms.filter((name) => supported.includes(name)),
    clockTolerance: clockToleranceSeconds,
    requiredClaims: ["iat", "jti", "events"],
    currentDate,
  });
  // Older providers type it as any JWT. What makes it a logout token, and no other, are the claims.
  const { typ = "JWT" } = protectedHeader;
  if (!["jwt", "logout+jwt"].includes(mediaTypeOf(typ) ?? ""))
    throw new LogoutTokenInvalid("its typ is another token's");
  checkClaims(payload);
  const { sub: subject, sid, iat = 0, exp } = payload;
  const age = currentDate.getTime() / 1000 - iat;
  if (age < -clockToleranceSeconds) throw new LogoutTokenInvalid("its iat is in the future");
  if (exp === undefined && age > longestSeconds)
    throw new LogoutTokenInvalid("it has no exp, and is too old");
  return { subject, sessionId: sid as string | undefined, issuedAt: new Date(iat * 1000) };
}

function checkClaims({ events, sub, sid, ...claims }: JWTPayload): void {
  if (!isObject(events) || !isObject(events[event]))
    throw new LogoutTokenInvalid("its events are not those of a logout");
  // An ID token has a nonce: none is ever taken for a logout token.
  if ("nonce" in claims) throw new LogoutTokenInvalid("it has a nonce");
  if (sub === undefined && sid === undefined) throw new LogoutTokenInvalid("it has neither sub nor sid");
  if (![sub, sid].every((value) => value === undefined || isIdentifier(value)))
    throw new LogoutTokenInvalid("its sub or sid is none");
}

/** A `sub` or `sid`: at most 255 characters (OpenID Connect Core 1.0 §2), and nothing that PostgreSQL could not keep. */
export const isIdentifier = (value: unknown): value is string =>
  typeof value === "string" && /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(value);
