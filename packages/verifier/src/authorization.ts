/** What a route requires of a verified token: scope (RFC 6749 §3.3) and roles (RFC 9068 §2.2.3.1). */
import { isScopeToken, OAuthError } from "@regrant/shared";
import type { AccessToken } from "./claims.js";

/** Names the full scope that the route requires, so that a client can request it at once (RFC 6750 §3). */
export class InsufficientScopeError extends OAuthError {
  constructor(
    description: string,
    reason: "scope_insufficient" | "role_insufficient",
    /** For the challenge's `scope` attribute. Empty if more scope would not help. */
    readonly scope: readonly string[],
  ) {
    super("insufficient_scope", description, { reason });
  }
}

/** Fail at startup, not at the first request, if a route requires a scope that no token can have. */
export function checkScopeNames(scopes: readonly string[]): void {
  const wrong = scopes.find((scope) => !isScopeToken(scope));
  if (wrong !== undefined) throw new TypeError(`not a single scope name: ${JSON.stringify(wrong)}`);
}

/** Requiring one of no roles would refuse everybody. */
export function checkRoleNames(roles: readonly string[]): void {
  if (roles.length === 0 || roles.includes(""))
    throw new TypeError("requireAnyRole needs at least one role name");
}

/**
 * Require all of these scopes.
 *
 * @throws InsufficientScopeError 403 `insufficient_scope`, reason `scope_insufficient`
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1
 */
export function requireScope(token: AccessToken, ...scopes: readonly string[]): void {
  for (const scope of scopes) {
    if (!token.scopes.includes(scope)) {
      const description = `scope: the access token lacks ${scope}`;
      throw new InsufficientScopeError(description, "scope_insufficient", scopes);
    }
  }
}

/**
 * Require at least one of these roles.
 *
 * @throws InsufficientScopeError 403 `insufficient_scope`, reason `role_insufficient`
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-2.2.3.1
 */
export function requireAnyRole(token: AccessToken, ...roles: readonly string[]): void {
  const held = token.claims.roles ?? [];
  if (!roles.some((role) => held.includes(role))) {
    throw new InsufficientScopeError("roles: the user lacks the role", "role_insufficient", []);
  }
}
