/** The grants by grant_type. A new grant is one file here and one line below. */
import { OAuthError } from "@regrant/shared";
import { type Form, required } from "../protocol/form.js";
import { shown } from "../protocol/shown-value.js";
import type { Client } from "../store/clients.js";
import { authorizationCodeGrant } from "./authorization-code.js";
import { clientCredentialsGrant } from "./client-credentials.js";
import type { Grant } from "./grant.js";
import { passwordGrant } from "./password.js";
import { refreshTokenGrant } from "./refresh-token.js";

const grants: ReadonlyMap<string, Grant> = new Map([
  ["authorization_code", authorizationCodeGrant],
  ["client_credentials", clientCredentialsGrant],
  ["password", passwordGrant],
  ["refresh_token", refreshTokenGrant],
]);

export const grantTypes: readonly string[] = [...grants.keys()];

/** The requested grant_type, if it exists. @throws {OAuthError} invalid_request, unsupported_grant_type */
export function grantTypeOf(form: Form): string {
  const grantType = required(form, "grant_type");
  if (grants.has(grantType)) return grantType;
  throw new OAuthError(
    "unsupported_grant_type",
    `There is no grant_type ${shown(grantType)} here, but ${grantTypes.join(", ")}.`,
    { reason: "grant_type_unsupported" },
  );
}

/** @throws {OAuthError} unauthorized_client if this client may not use the grant */
export function grantFor(grantType: string, client: Client): Grant {
  const grant = grants.get(grantType);
  // The database already restricts `password` to first-party clients; this also covers a row edited by hand.
  if (
    grant !== undefined &&
    client.grantTypes.includes(grantType) &&
    (grantType !== "password" || client.firstParty)
  ) {
    return grant;
  }
  throw new OAuthError("unauthorized_client", `This client was not given the grant type ${grantType}.`, {
    reason: "grant_type_not_allowed",
  });
}
