/** What happens before a route's handler, in every framework: read the token, verify it, check the route's demand. */
import type { Credentials, OAuthError, TokenScheme } from "@regrant/shared";
import { type AuthenticationDemand, checkAuthentication, requireAuthentication } from "./authentication.js";
import { checkRoleNames, checkScopeNames, requireAnyRole, requireScope } from "./authorization.js";
import { createRefusals, type Refusal } from "./bearer.js";
import type { PresentedProof } from "./binding.js";
import type { AccessToken } from "./claims.js";
import { type Metadata, prepareMetadata, type ResourceDescription } from "./metadata.js";
import type { VerifierOptions } from "./options.js";
import { createVerifier, type Verifier } from "./verifier.js";

/** What a route requires. */
export interface Demand {
  /** Throws if the token is not sufficient. */
  check(token: AccessToken): void;
  /** The scope that the route requires, so that a client without a token can request it at once (RFC 6750 §3). */
  readonly scope: readonly string[];
}

/** The demands that every integration offers. Names are checked when the route is defined. */
export interface Demands<Guard> {
  /** Any valid token. */
  requireToken(): Guard;
  /** A valid token with every one of these scopes. */
  requireScope(...scopes: readonly string[]): Guard;
  /** A valid token of a user with at least one of these roles. */
  requireAnyRole(...roles: readonly string[]): Guard;
  /** A valid token of a user who signed in in one of these ways, and not too long ago (RFC 9470). */
  requireAuthentication(demand: AuthenticationDemand): Guard;
}

export function createDemands<Guard>(guardOf: (demand: Demand) => Guard): Demands<Guard> {
  return {
    requireToken: () => guardOf({ check: () => {}, scope: [] }),
    requireScope(...scopes) {
      checkScopeNames(scopes);
      return guardOf({ check: (token) => requireScope(token, ...scopes), scope: scopes });
    },
    requireAnyRole(...roles) {
      checkRoleNames(roles);
      return guardOf({ check: (token) => requireAnyRole(token, ...roles), scope: [] });
    },
    requireAuthentication(demand) {
      checkAuthentication(demand);
      return guardOf({ check: (token) => requireAuthentication(token, demand), scope: [] });
    },
  };
}

export interface ProtectionOptions extends VerifierOptions {
  /** Additional members of the RFC 9728 metadata. */
  readonly resource?: ResourceDescription | undefined;
  /** Where each reason is explained; default: `/errors` under the issuer. */
  readonly errorsUrl?: string | undefined;
}

export interface Protection {
  readonly verifier: Verifier;
  /** Null if the audience is not a URL. */
  readonly metadata: Metadata | null;
  /** @param scope what the route requires, for the challenge to a request without a valid token */
  refusalOf(error: OAuthError, scope?: readonly string[], scheme?: TokenScheme): Refusal;
}

/** @throws TypeError if an option is invalid */
export function createProtection(options: ProtectionOptions): Protection {
  const verifier = createVerifier(options);
  const { issuer, audience, dpop } = verifier;
  const metadata = prepareMetadata(issuer, audience, options.resource ?? {}, dpop);
  const refusalOf = createRefusals({
    issuer,
    resourceMetadataUrl: metadata?.url.href ?? null,
    errorsUrl: options.errorsUrl,
    dpop,
  });
  return { verifier, metadata, refusalOf };
}

export interface Admission {
  /** @throws OAuthError if there is no token or more than one */
  readToken(): Credentials;
  /** Called for a token of the scheme DPoP. */
  readProof(): PresentedProof;
  /** @throws OAuthError if the token is not sufficient */
  accept(token: AccessToken): void;
  /** Called once; without an argument if the request may proceed. */
  settle(error?: unknown): void;
}

/**
 * Runs synchronously whenever the verifier can, which is nearly always. Ignores what is already on the request:
 * tokens verified by another guard are in the cache, and anything else cannot be trusted.
 */
export function admit(verifier: Verifier, { readToken, readProof, accept, settle }: Admission): void {
  let error: unknown;
  try {
    const { scheme, token: text } = readToken();
    const proof = scheme === "DPoP" ? readProof() : undefined;
    const token = verifier.verifyNow(text, proof);
    if (token === undefined)
      return void verifier
        .verify(text, proof)
        .then(accept)
        .then(() => settle(), settle);
    accept(token);
  } catch (cause) {
    error = cause;
  }
  settle(error);
}
