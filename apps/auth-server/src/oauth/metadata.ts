/**
 * The authorization server's metadata: one document, at both standards' addresses.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
import { type AuthorizationServerMetadata, signingAlgorithms, wellKnown } from "@regrant/shared";
import { proofAlgorithms } from "@regrant/verifier/dpop";
import type { FastifyInstance } from "fastify";
import { algNamesOf } from "../assertions/public-keys.js";
import { authenticationMethodNames } from "../clients/authentication/methods.js";
import { grantTypes } from "../clients/grant-types.js";
import type { Context } from "../context.js";
import { languages } from "../http/views/languages.js";
import { identityScopes } from "../identity-scopes.js";
import { supportedAcrs } from "../tokens/authentication-context.js";
import { claimsSupported } from "../users/claims.js";
import { promptsFor } from "./authorization-request.js";

export function metadataEndpoint(app: FastifyInstance, { config, supportedScope }: Context): void {
  const { issuer } = config;
  const metadata: AuthorizationServerMetadata = {
    issuer,
    authorization_endpoint: `${issuer}/oauth2/authorize`,
    token_endpoint: `${issuer}/oauth2/token`,
    revocation_endpoint: `${issuer}/oauth2/revoke`,
    device_authorization_endpoint: `${issuer}/oauth2/device_authorization`,
    pushed_authorization_request_endpoint: `${issuer}/oauth2/par`,
    introspection_endpoint: `${issuer}/oauth2/introspect`,
    jwks_uri: `${issuer}${wellKnown.jwks}`,
    status_list_aggregation_endpoint: `${issuer}${wellKnown.statusLists}`,
    response_types_supported: ["code"],
    response_modes_supported: ["query", "form_post"],
    grant_types_supported: [...grantTypes],
    authorization_grant_profiles_supported: ["urn:ietf:params:oauth:grant-profile:id-jag"],
    token_endpoint_auth_methods_supported: authenticationMethodNames,
    token_endpoint_auth_signing_alg_values_supported: [...algNamesOf(signingAlgorithms)],
    revocation_endpoint_auth_methods_supported: authenticationMethodNames,
    revocation_endpoint_auth_signing_alg_values_supported: [...algNamesOf(signingAlgorithms)],
    // Resources authenticate by Basic; without a secret nobody may introspect.
    introspection_endpoint_auth_methods_supported: authenticationMethodNames.filter(
      (name) => name !== "none",
    ),
    introspection_endpoint_auth_signing_alg_values_supported: [...algNamesOf(signingAlgorithms)],
    code_challenge_methods_supported: ["S256"],
    dpop_signing_alg_values_supported: [...proofAlgorithms],
    authorization_response_iss_parameter_supported: true,
    userinfo_endpoint: `${issuer}/oauth2/userinfo`,
    end_session_endpoint: `${issuer}/oauth2/logout`,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: [...signingAlgorithms],
    acr_values_supported: [...supportedAcrs],
    claim_types_supported: ["normal"],
    claims_supported: [...claimsSupported],
    claims_parameter_supported: true,
    request_parameter_supported: false,
    // Those of pushed requests need no support (RFC 9126 §5).
    request_uri_parameter_supported: false,
    require_pushed_authorization_requests: false,
    prompt_values_supported: [...promptsFor(config)],
    ui_locales_supported: [...languages],
    service_documentation: `${issuer}/errors`,
  };
  for (const address of [wellKnown.authorizationServer, wellKnown.openidConfiguration]) {
    app.get(address, async (_request, reply) => {
      const { scope, isOpen } = await supportedScope();
      return reply.header("cache-control", "public, max-age=300").send({
        ...metadata,
        scopes_supported: [...new Set([...identityScopes, ...scope])],
        ...(isOpen && { client_id_metadata_document_supported: true }),
        ...(isOpen &&
          config.registration !== "off" && { registration_endpoint: `${issuer}/oauth2/register` }),
      });
    });
  }
}
