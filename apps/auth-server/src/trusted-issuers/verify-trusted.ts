/** Assertions of trusted issuers: which of them count here. */
import { OAuthError, type Reason, type SigningAlgorithm } from "@regrant/shared";
import { type FindKey, KeysUnavailable, keysIn } from "../assertions/key-source.js";
import type { RemoteKeys } from "../assertions/remote-keys.js";
import {
  type Assertion,
  type AssertionFault,
  AssertionRefused,
  readAssertion,
  verifyAssertion,
} from "../assertions/verify-assertion.js";
import type { Db } from "../database/database.js";
import { shown, shownMember } from "../http/shown-value.js";
import { findTrustedIssuerOf, type TrustedIssuer } from "./trusted-issuers.sql.js";

/** How far ahead `exp` may be, if the trust does not say. */
const longestSeconds = 7_200;

/**
 * Who an assertion says it is from, if an operator trusts that issuer. Nothing is proven yet.
 *
 * @throws {OAuthError} invalid_grant
 */
export async function findTrust(db: Db, jwt: string): Promise<TrustedIssuer> {
  const claims = readAssertion(jwt);
  if (claims === null) throw refuseAssertion("assertion_malformed", "The assertion is not a signed JWT.");
  const { iss } = claims;
  // No issuer contains a NUL, and PostgreSQL would reject it.
  const isName = typeof iss === "string" && iss.length <= 200 && !iss.includes("\0");
  const trusted = isName ? await findTrustedIssuerOf(db, iss) : null;
  if (trusted !== null && trusted.disabledAt === null) return trusted;
  const description = `The assertion's iss is ${shownMember(iss)}, an issuer that this server does not trust.`;
  throw refuseAssertion("assertion_issuer_untrusted", description);
}

interface Verification {
  readonly config: { readonly issuer: string };
  readonly remoteKeys: RemoteKeys;
  readonly now: () => number;
}

/** What sets ID-JAGs apart from all other JWTs of the same issuer: draft-ietf-oauth-identity-assertion-authz-grant §3. */
const idJagType = "oauth-id-jag+jwt";

/**
 * Verify everything but that its `jti` is new.
 *
 * @throws {OAuthError} invalid_grant; temporarily_unavailable if the issuer's keys are
 */
export async function verifyTrusted(
  { config, remoteKeys, now }: Verification,
  trusted: TrustedIssuer,
  jwt: string,
): Promise<Assertion> {
  try {
    const assertion = await verifyAssertion(jwt, keysOf(trusted, remoteKeys), {
      issuer: trusted.issuer,
      audiences: audiencesOf(trusted, config.issuer),
      types: trusted.kind === "workload" ? [null, "JWT"] : [idJagType],
      algorithms: trusted.algorithms as readonly SigningAlgorithm[],
      longestSeconds: trusted.maxLifetimeSeconds ?? longestSeconds,
      now: now(),
    });
    checkPresence(trusted, assertion);
    return assertion;
  } catch (error) {
    if (error instanceof AssertionRefused)
      throw refuseAssertion(reasonsOf[error.fault], `The assertion is refused. ${error.message}`);
    if (!(error instanceof KeysUnavailable)) throw error;
    const description = `The keys of the assertion's issuer are unavailable at the moment: ${shown(error.host)} ${error.message}.`;
    throw new OAuthError("temporarily_unavailable", description, {
      reason: "assertion_keys_unavailable",
      cause: error,
      // The issuer is not asked again any sooner.
      headers: { "retry-after": "10" },
    });
  }
}

/** Where the issuer's keys are found. */
export const keysOf = ({ jwks, jwksUri }: TrustedIssuer, remoteKeys: RemoteKeys): FindKey =>
  jwks === null ? remoteKeys.at({ uri: jwksUri ?? "", isTrusted: true, isKnown: true }) : keysIn(jwks);

/** Some workloads' tools name the token endpoint, others the issuer (RFC 7523 §3, draft-ietf-oauth-rfc7523bis). */
function audiencesOf({ kind, audience }: TrustedIssuer, own: string): readonly string[] {
  if (kind === "id-jag") return [own];
  return audience === null ? [own, `${own}/oauth2/token`] : [audience];
}

/** Of an ID-JAG's required claims, those that other assertions may lack; without a `jti`, nothing is ever used only once. */
function checkPresence({ kind, allowReuse }: TrustedIssuer, { jti, claims }: Assertion): void {
  if (jti === null && (kind === "id-jag" || !allowReuse))
    throw new AssertionRefused("malformed", "It has no jti, without which a second use cannot be detected.");
  if (kind === "id-jag" && claims.iat === undefined)
    throw new AssertionRefused("malformed", "It has no iat.");
}

const reasonsOf: Readonly<Record<AssertionFault, AssertionReason>> = {
  malformed: "assertion_malformed",
  typ: "assertion_typ",
  alg: "assertion_signature",
  issuer: "assertion_issuer_untrusted",
  audience: "assertion_audience",
  expired: "assertion_expired",
  not_yet_valid: "assertion_time",
  lifetime: "assertion_time",
  key_unknown: "assertion_signature",
  signature: "assertion_signature",
};

type AssertionReason = Extract<Reason, `assertion_${string}` | "workload_not_allowed">;

export const refuseAssertion = (reason: AssertionReason, description: string): OAuthError =>
  new OAuthError("invalid_grant", description, { reason });
