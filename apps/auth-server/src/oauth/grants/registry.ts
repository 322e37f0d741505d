/** The grants by grant_type. A new grant is one file here, its name in `grantTypes`, and one line below. */
import { OAuthError } from "@regrant/shared";
import type { Client } from "../../clients/clients.sql.js";
import {
  deviceGrantType,
  type GrantType,
  grantTypes,
  jwtBearerGrantType,
} from "../../clients/grant-types.js";
import { type Form, required } from "../../http/form.js";
import { shown } from "../../http/shown-value.js";
import { authorizationCodeGrant } from "./authorization-code.js";
import { clientCredentialsGrant } from "./client-credentials.js";
import { deviceCodeGrant } from "./device-code.js";
import type { Grant } from "./grant.js";
import { jwtBearerGrant } from "./jwt-bearer.js";
import { passwordGrant } from "./password.js";
import { refreshTokenGrant } from "./refresh-token.js";
import { tokenExchangeGrant } from "./token-exchange.js";

const grants: Readonly<Record<GrantType, Grant>> = {
  authorization_code: authorizationCodeGrant,
  client_credentials: clientCredentialsGrant,
  password: passwordGrant,
  refresh_token: refreshTokenGrant,
  [deviceGrantType]: deviceCodeGrant,
  "urn:ietf:params:oauth:grant-type:token-exchange": tokenExchangeGrant,
  [jwtBearerGrantType]: jwtBearerGrant,
};

/** The requested grant_type, if it exists. @throws {OAuthError} invalid_request, unsupported_grant_type */
export function grantTypeOf(form: Form): GrantType {
  const grantType = required(form, "grant_type");
  const known = grantTypes.find((name) => name === grantType);
  if (known !== undefined) return known;
  throw new OAuthError(
    "unsupported_grant_type",
    `There is no grant_type ${shown(grantType)} here, but ${grantTypes.join(", ")}.`,
    { reason: "grant_type_unsupported" },
  );
}

/** @throws {OAuthError} unauthorized_client if this client may not use the grant */
export function grantFor(grantType: GrantType, client: Client): Grant {
  // The database already restricts `password` to first-party clients; this also covers a row edited by hand.
  if (client.grantTypes.includes(grantType) && (grantType !== "password" || client.firstParty)) {
    return grants[grantType];
  }
  throw new OAuthError("unauthorized_client", `This client may not use the grant type ${grantType}.`, {
    reason: "grant_type_not_allowed",
  });
}
