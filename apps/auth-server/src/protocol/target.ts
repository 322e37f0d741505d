/**
 * What an access token is to be for: which resource, and how much of its scope.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3
 * @see https://www.rfc-editor.org/rfc/rfc8707#section-2
 */
import { isScopeWithin, OAuthError, parseScope } from "@regrant/shared";
import type { Client } from "../store/clients.js";
import type { Form } from "./form.js";

export interface Target {
  readonly resource: string;
  readonly scope: readonly string[];
}

/**
 * The target of a new grant: the resource asked for or the client's default, the scope asked for or all that
 * the client may have there.
 *
 * @throws {OAuthError} invalid_target, invalid_scope
 */
export function checkTarget(client: Client, form: Form): Target {
  const asked = form.get("resource");
  const resource = client.resources.find(({ uri }) => asked === undefined || uri === asked);
  if (resource === undefined) {
    throw new OAuthError("invalid_target", "The resource is not one that this client may ask for.", {
      reason: "resource_unknown",
    });
  }
  const allowed = client.scope.filter((token) => resource.scope.includes(token));
  const scope = requestedScope(form);
  if (scope !== null && !isScopeWithin(scope, allowed)) {
    throw new OAuthError("invalid_scope", "The client may not ask for this scope at this resource.", {
      reason: "scope_not_allowed",
    });
  }
  return { resource: resource.uri, scope: scope ?? allowed };
}

/**
 * The scope that a refresh asks for, or null for all that was granted. Whether it was granted is the session's to say.
 *
 * @throws {OAuthError} invalid_scope where the grammar is broken or the client may not have it (any more)
 */
export function checkRefreshScope(client: Client, form: Form): string[] | null {
  const scope = requestedScope(form);
  if (scope === null || isScopeWithin(scope, client.scope)) return scope;
  throw new OAuthError("invalid_scope", "The client may not ask for this scope.", {
    reason: "scope_exceeds_grant",
  });
}

function requestedScope(form: Form): string[] | null {
  const value = form.get("scope");
  if (value === undefined) return null;
  const scope = parseScope(value);
  if (scope !== null) return scope;
  throw new OAuthError(
    "invalid_scope",
    "The scope is not a list of scope names separated by single spaces.",
    {
      reason: "scope_malformed",
    },
  );
}
