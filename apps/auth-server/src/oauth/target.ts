/**
 * What an access token is for: which resource, and which scope there.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3
 * @see https://www.rfc-editor.org/rfc/rfc8707#section-2
 */
import { OAuthError, parseScope } from "@regrant/shared";
import type { Client } from "../clients/clients.sql.js";
import type { Form } from "../http/form.js";
import { shown } from "../http/shown-value.js";
import { isIdentityScope } from "../identity-scopes.js";
import type { Resource } from "../resources/resources.sql.js";

export interface Target {
  readonly resource: string;
  readonly scope: readonly string[];
}

/**
 * The target of a new grant: the requested resource or the client's default, with the requested scope (or all of it,
 * if none is requested) that the client may have there. The rest is omitted, which the response states (RFC 6749
 * §3.3).
 *
 * @param identity the scopes about the user that the client may name; none where no user is there, or no session
 * @throws {OAuthError} invalid_target; invalid_scope if the syntax is wrong or no scope is left
 */
export function checkTarget(
  client: Client,
  form: Form,
  identity: readonly string[] = client.scope.filter(isIdentityScope),
): Target {
  const named = askedResource(client, form);
  const resource = named ?? client.resources[0];
  if (resource === undefined) {
    throw new OAuthError("invalid_target", "This client may ask for no resource at all.", {
      reason: "resource_unknown",
    });
  }
  const allowedAt = ({ scope }: Resource) => client.scope.filter((token) => scope.includes(token));
  const allowed = allowedAt(resource);
  const asked = requestedScope(form);
  // The identity scopes only if they are named: who asks for none does not expect an ID token.
  if (asked === null) return { resource: resource.uri, scope: allowed };
  const scope = asked.filter((token) => allowed.includes(token) || identity.includes(token));
  const others = asked.filter((token) => !scope.includes(token));
  const other = client.resources.find((one) => allowedAt(one).some((token) => others.includes(token)));
  // The scope spans several APIs and no resource is named: do not guess which one is meant (RFC 9068 §3).
  if (scope.length > 0 && (named !== null || other === undefined)) return { resource: resource.uri, scope };
  const [what, of] = scope.length > 0 ? ["not have", others] : ["have nothing of", asked];
  const hint = other === undefined ? "" : `; with resource=${shown(other.uri)} it may`;
  throw new OAuthError(
    "invalid_scope",
    `The client may ${what} the scope ${shown(of.join(" "))} at ${shown(resource.uri)}${hint}.`,
    { reason: "scope_not_allowed" },
  );
}

/**
 * The scope that a refresh requests, without what the client may not have (any more); null requests all that was
 * granted. The session decides what was granted.
 *
 * @throws {OAuthError} invalid_scope if the syntax is wrong or nothing is left
 */
export function checkRefreshScope(client: Client, form: Form): string[] | null {
  const asked = requestedScope(form);
  if (asked === null) return null;
  const scope = asked.filter((token) => client.scope.includes(token));
  if (scope.length > 0) return scope;
  throw new OAuthError(
    "invalid_scope",
    `The client may have nothing of the scope ${shown(asked.join(" "))}.`,
    {
      reason: "scope_exceeds_grant",
    },
  );
}

function requestedScope(form: Form): string[] | null {
  const value = form.get("scope");
  if (value === undefined) return null;
  const scope = parseScope(value);
  if (scope !== null) return scope;
  throw new OAuthError(
    "invalid_scope",
    `The scope ${shown(value)} is not a list of scope names separated by single spaces.`,
    { reason: "scope_malformed" },
  );
}

/** Other servers' names for `resource` (RFC 8707). If they were ignored, the token would be for the wrong API. */
const otherNames = ["audience", "aud"] as const;

/**
 * The client's resource that a request names, by `resource` or a synonym; null if it names none.
 *
 * @throws {OAuthError} invalid_target if it is not the client's or two are named
 */
export function askedResource(client: Client, form: Form): Resource | null {
  const asked = form.get("resource");
  let resource = asked === undefined ? null : findResource(client, asked);
  if (asked !== undefined && resource === null) {
    throw new OAuthError(
      "invalid_target",
      `The resource ${shown(asked)} is not one that this client may ask for.`,
      {
        reason: "resource_unknown",
      },
    );
  }
  for (const name of otherNames) {
    const value = form.get(name);
    if (value === undefined) continue;
    const named = findResource(client, value);
    if (named === null) {
      throw new OAuthError(
        "invalid_target",
        `The ${name} ${shown(value)} is no API that this client may ask for. Send the parameter resource with the API's registered URI.`,
        { reason: "audience_unknown" },
      );
    }
    if (resource !== null && resource.uri !== named.uri) {
      throw new OAuthError(
        "invalid_target",
        `The ${name} ${shown(value)} and the resource ${shown(resource.uri)} are two APIs. Send the parameter resource alone.`,
        { reason: "audience_mismatch" },
      );
    }
    resource = named;
  }
  return resource;
}

/** Exact matches first: two registered resources may be equal once normalized. */
export const findResource = ({ resources }: Client, uri: string): Resource | null =>
  resources.find((known) => known.uri === uri) ??
  resources.find((known) => comparable(known.uri) === comparable(uri)) ??
  null;

/**
 * A URI normalized for comparison: everything before the path by RFC 3986 §6.2 (case of scheme and host, default
 * port), and without a slash at the end, which MCP clients add or leave out.
 */
function comparable(uri: string): string {
  const [, scheme, host, port, rest] =
    /^(https?):\/\/([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d*))?([/?].*)?$/i.exec(uri) ?? [];
  if (scheme === undefined || host === undefined) return uri;
  const isDefault = !port || Number(port) === (scheme.toLowerCase() === "https" ? 443 : 80);
  const authority = `${scheme}://${host}`.toLowerCase() + (isDefault ? "" : `:${port}`);
  return authority + (rest ?? "").replace(/^([^?]*)\/$/, "$1");
}
