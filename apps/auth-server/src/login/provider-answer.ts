/** What a provider says of who has come back from it, once all of it is checked. */
import type { Context } from "../context.js";
import { registeredAmr } from "../providers/amr.js";
import { findIdentity } from "../providers/identities.sql.js";
import { isIdentifier } from "../providers/logout-token.js";
import { openidClient, type ProviderClient } from "../providers/provider-clients.js";
import type { Provider } from "../providers/providers.sql.js";
import { faultOfEmail, trimmedEmail } from "../users/email-address.js";
import type { ProviderFlow } from "./provider-flow.js";

type Claims = Readonly<Record<string, unknown>>;

export interface Vouched {
  readonly subject: string;
  /** `sid`; null if the provider gives none. */
  readonly sessionId: string | null;
  /** Whom they are linked to; null for nobody. */
  readonly userId: string | null;
  /** Null if there is none that could be used here. */
  readonly email: string | null;
  /** By a provider whose word counts. */
  readonly isEmailVerified: boolean;
  /** That count here. */
  readonly amr: readonly string[];
  /** Of the ID token, and of the userinfo endpoint as far as that was asked. */
  readonly claims: Claims;
}

/** The provider was asked to authenticate the user anew, and has not. */
export class AuthenticationTooOld extends Error {
  override readonly name = "AuthenticationTooOld";
}
/** A subject that is none. */
export class SubjectInvalid extends Error {
  override readonly name = "SubjectInvalid";
}

/**
 * Redeem the code of an answer. openid-client checks `state`, `iss` (RFC 9207), the ID token's signature, `iss`, `aud`, `azp`,
 * `exp`, `iat` and `nonce`, and that the userinfo is about the same `sub`.
 *
 * @throws {AuthenticationTooOld}
 * @throws {ProviderUnreachable} and openid-client's errors
 */
export async function redeemAnswer(
  { db }: Pick<Context, "db">,
  { configuration }: ProviderClient,
  provider: Provider,
  answer: URL,
  flow: ProviderFlow,
): Promise<Vouched> {
  const { authorizationCodeGrant, fetchUserInfo } = await openidClient();
  const tokens = await authorizationCodeGrant(configuration, answer, {
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    pkceCodeVerifier: flow.codeVerifier,
    idTokenExpected: true,
  });
  const idToken: Claims = tokens.claims() ?? {};
  const { sub: subject, sid, amr, auth_time: authTime } = idToken;
  if (!isIdentifier(subject)) throw new SubjectInvalid();
  checkTime(flow, authTime);
  const userId = await findIdentity(db, provider.id, subject);
  const { rolesClaim } = provider;
  const lacksRoles = rolesClaim !== null && !Object.hasOwn(idToken, rolesClaim);
  const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
  const userinfo: Claims =
    hasMore && (userId === null || lacksRoles)
      ? await fetchUserInfo(configuration, tokens.access_token, subject)
      : {};
  // Together: whether one document's address is verified, the other does not know.
  const { email, email_verified } = Object.hasOwn(idToken, "email") ? idToken : userinfo;
  const address = typeof email === "string" ? trimmedEmail(email) : "";
  return {
    subject,
    sessionId: isIdentifier(sid) ? sid : null,
    userId,
    email: faultOfEmail(address) === null ? address : null,
    isEmailVerified: provider.trustEmail && email_verified === true,
    amr: provider.trustMfa ? registeredAmr(amr) : [],
    claims: { ...userinfo, ...idToken },
  };
}

/** What was asked for went through the browser, where whoever sits there could leave it out. */
function checkTime({ authenticatedSince, isTimeDemanded }: ProviderFlow, authTime: unknown): void {
  if (authenticatedSince === null || (authTime === undefined && !isTimeDemanded)) return;
  if (!(typeof authTime === "number" && authTime >= authenticatedSince)) throw new AuthenticationTooOld();
}
