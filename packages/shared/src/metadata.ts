/**
 * The metadata documents of RFC 8414 §2 (with the members of OpenID Connect Discovery 1.0 §3 and of its logout
 * specifications) and RFC 9728 §2, with the members that Regrant publishes.
 */
import { type Static, Type } from "typebox";

export const AuthorizationServerMetadata = Type.Object(
  {
    issuer: Type.String(),
    authorization_endpoint: Type.String(),
    token_endpoint: Type.String(),
    revocation_endpoint: Type.String({ description: "RFC 7009." }),
    introspection_endpoint: Type.String({ description: "RFC 7662." }),
    jwks_uri: Type.String(),
    scopes_supported: Type.Optional(Type.Array(Type.String())),
    response_types_supported: Type.Array(Type.String()),
    response_modes_supported: Type.Array(Type.String()),
    grant_types_supported: Type.Array(Type.String()),
    authorization_grant_profiles_supported: Type.Optional(
      Type.Array(Type.String(), { description: "Identity Assertion JWT Authorization Grant, draft-04 §7." }),
    ),
    token_endpoint_auth_methods_supported: Type.Array(Type.String()),
    token_endpoint_auth_signing_alg_values_supported: Type.Optional(Type.Array(Type.String())),
    revocation_endpoint_auth_methods_supported: Type.Array(Type.String()),
    revocation_endpoint_auth_signing_alg_values_supported: Type.Optional(Type.Array(Type.String())),
    introspection_endpoint_auth_methods_supported: Type.Array(Type.String()),
    introspection_endpoint_auth_signing_alg_values_supported: Type.Optional(Type.Array(Type.String())),
    code_challenge_methods_supported: Type.Array(Type.String()),
    dpop_signing_alg_values_supported: Type.Optional(
      Type.Array(Type.String(), { description: "RFC 9449 §5.1." }),
    ),
    authorization_response_iss_parameter_supported: Type.Boolean({ description: "RFC 9207 §3." }),
    device_authorization_endpoint: Type.Optional(Type.String({ description: "RFC 8628 §4." })),
    pushed_authorization_request_endpoint: Type.Optional(Type.String({ description: "RFC 9126 §5." })),
    require_pushed_authorization_requests: Type.Optional(
      Type.Boolean({ description: "Of every client. Absent, it means false." }),
    ),
    status_list_aggregation_endpoint: Type.Optional(
      Type.String({ description: "Token Status List, draft-21 §9." }),
    ),
    registration_endpoint: Type.Optional(Type.String({ description: "RFC 7591." })),
    client_id_metadata_document_supported: Type.Optional(Type.Boolean()),
    prompt_values_supported: Type.Array(Type.String()),
    ui_locales_supported: Type.Optional(Type.Array(Type.String())),
    service_documentation: Type.Optional(Type.String()),
    userinfo_endpoint: Type.Optional(Type.String({ description: "OpenID Connect Core 1.0 §5.3." })),
    end_session_endpoint: Type.Optional(
      Type.String({ description: "OpenID Connect RP-Initiated Logout 1.0 §2.1." }),
    ),
    subject_types_supported: Type.Optional(Type.Array(Type.String())),
    id_token_signing_alg_values_supported: Type.Optional(Type.Array(Type.String())),
    acr_values_supported: Type.Optional(Type.Array(Type.String())),
    display_values_supported: Type.Optional(Type.Array(Type.String())),
    claim_types_supported: Type.Optional(Type.Array(Type.String())),
    claims_supported: Type.Optional(Type.Array(Type.String())),
    claims_parameter_supported: Type.Optional(Type.Boolean()),
    request_parameter_supported: Type.Optional(Type.Boolean()),
    request_uri_parameter_supported: Type.Optional(
      Type.Boolean({ description: "Where it is absent, clients take it to be true." }),
    ),
    backchannel_logout_supported: Type.Optional(
      Type.Boolean({ description: "OpenID Connect Back-Channel Logout 1.0 §2.1." }),
    ),
    backchannel_logout_session_supported: Type.Optional(Type.Boolean()),
  },
  { $id: "AuthorizationServerMetadata" },
);
export type AuthorizationServerMetadata = Static<typeof AuthorizationServerMetadata>;

export const ProtectedResourceMetadata = Type.Object(
  {
    resource: Type.String(),
    authorization_servers: Type.Array(Type.String()),
    jwks_uri: Type.Optional(Type.String()),
    scopes_supported: Type.Optional(Type.Array(Type.String())),
    bearer_methods_supported: Type.Array(Type.String()),
    dpop_signing_alg_values_supported: Type.Optional(Type.Array(Type.String())),
    dpop_bound_access_tokens_required: Type.Optional(Type.Boolean()),
    resource_name: Type.Optional(Type.String()),
  },
  { $id: "ProtectedResourceMetadata" },
);
export type ProtectedResourceMetadata = Static<typeof ProtectedResourceMetadata>;
