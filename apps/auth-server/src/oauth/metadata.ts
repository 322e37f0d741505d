/**
 * The authorization server's metadata.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3
 */
import { type AuthorizationServerMetadata, wellKnown } from "@regrant/shared";
import type { FastifyInstance } from "fastify";
import { authenticationMethodNames } from "../clients/authentication/methods.js";
import { grantTypes } from "../clients/grant-types.js";
import type { Context } from "../context.js";
import { languages } from "../http/views/languages.js";

export function metadataEndpoint(
  app: FastifyInstance,
  { config: { issuer }, supportedScope }: Context,
): void {
  const metadata: AuthorizationServerMetadata = {
    issuer,
    authorization_endpoint: `${issuer}/oauth2/authorize`,
    token_endpoint: `${issuer}/oauth2/token`,
    revocation_endpoint: `${issuer}/oauth2/revoke`,
    introspection_endpoint: `${issuer}/oauth2/introspect`,
    jwks_uri: `${issuer}${wellKnown.jwks}`,
    response_types_supported: ["code"],
    response_modes_supported: ["query", "form_post"],
    grant_types_supported: [...grantTypes],
    token_endpoint_auth_methods_supported: authenticationMethodNames,
    revocation_endpoint_auth_methods_supported: authenticationMethodNames,
    // Resources authenticate by Basic; without a secret nobody may introspect.
    introspection_endpoint_auth_methods_supported: authenticationMethodNames.filter(
      (name) => name !== "none",
    ),
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
    prompt_values_supported: ["none", "login", "consent"],
    ui_locales_supported: [...languages],
    service_documentation: `${issuer}/errors`,
  };
  app.get(wellKnown.authorizationServer, async (_request, reply) => {
    const scope = await supportedScope();
    return reply
      .header("cache-control", "public, max-age=300")
      .send(scope.length > 0 ? { ...metadata, scopes_supported: scope } : metadata);
  });
}
