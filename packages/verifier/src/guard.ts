/** What a route does before its handler: read the token, verify it, make its demand. The same in every framework. */
import type { OAuthError } from "@regrant/shared";
import { checkRoleNames, checkScopeNames, requireAnyRole, requireScope } from "./authorization.js";
import { createRefusals, type Refusal } from "./bearer.js";
import type { AccessToken } from "./claims.js";
import { type Metadata, prepareMetadata, type ResourceDescription } from "./metadata.js";
import type { VerifierOptions } from "./options.js";
import { createVerifier, type Verifier } from "./verifier.js";

/** Throws where the token does not do. */
export type Demand = (token: AccessToken) => void;

/** What each way of protecting an API can demand. Names are checked when the route is made. */
export interface Demands<Guard> {
  /** Any valid token. */
  requireToken(): Guard;
  /** A valid token with every one of these scopes. */
  requireScope(...scopes: readonly string[]): Guard;
  /** A valid token of a user with at least one of these roles. */
  requireAnyRole(...roles: readonly string[]): Guard;
}

export function createDemands<Guard>(guardOf: (demand: Demand) => Guard): Demands<Guard> {
  return {
    requireToken: () => guardOf(() => {}),
    requireScope(...scopes) {
      checkScopeNames(scopes);
      return guardOf((token) => requireScope(token, ...scopes));
    },
    requireAnyRole(...roles) {
      checkRoleNames(roles);
      return guardOf((token) => requireAnyRole(token, ...roles));
    },
  };
}

export interface ProtectionOptions extends VerifierOptions {
  /** What the RFC 9728 metadata says about this API besides its identifiers. */
  readonly resource?: ResourceDescription | undefined;
  /** Where each reason is explained; default: `/errors` under the issuer. */
  readonly errorsUrl?: string | undefined;
}

export interface Protection {
  readonly verifier: Verifier;
  /** Null where the audience is no URL. */
  readonly metadata: Metadata | null;
  refusalOf(error: OAuthError): Refusal;
}

/** @throws TypeError where an option is wrong */
export function createProtection(options: ProtectionOptions): Protection {
  const verifier = createVerifier(options);
  const { issuer, audience } = verifier;
  const metadata = prepareMetadata(issuer, audience, options.resource ?? {});
  const refusalOf = createRefusals({
    issuer,
    resourceMetadataUrl: metadata?.url.href ?? null,
    errorsUrl: options.errorsUrl,
  });
  return { verifier, metadata, refusalOf };
}

export interface Admission {
  /** @throws OAuthError where there is no token, or more than one */
  readToken(): string;
  /** @throws OAuthError where the token does not do */
  accept(token: AccessToken): void;
  /** Called once; without an argument where the request may go on. */
  settle(error?: unknown): void;
}

/**
 * Runs without a promise wherever the verifier does, which is nearly always.
 *
 * Trusts nothing that stands on the request already: what another guard of the route has verified is in the cache,
 * and what other code has put there is not.
 */
export function admit(verifier: Verifier, { readToken, accept, settle }: Admission): void {
  let error: unknown;
  try {
    const text = readToken();
    const token = verifier.verifyNow(text);
    if (token === undefined) return void verifyLater(verifier, text, accept).then(() => settle(), settle);
    accept(token);
  } catch (cause) {
    error = cause;
  }
  settle(error);
}

/** Without keys, or at a kid that may be new: the request waits for the fetch. */
const verifyLater = async (verifier: Verifier, text: string, accept: Admission["accept"]): Promise<void> =>
  accept(await verifier.verify(text));
