/**
 * The metadata documents of RFC 8414 §2 (with the members of OpenID Connect Discovery 1.0 §3 and of its logout
 * specifications) and RFC 9728 §2, with the members that Regrant publishes.
 */
export type AuthorizationServerMetadata = {
    issuer: string;
    authorization_endpoint: string;
    token_endpoint: string;
    /** RFC 7009. */
    revocation_endpoint: string;
    /** RFC 7662. */
    introspection_endpoint: string;
    jwks_uri: string;
    scopes_supported?: Array<string>;
    response_types_supported: Array<string>;
    response_modes_supported: Array<string>;
    grant_types_supported: Array<string>;
    token_endpoint_auth_methods_supported: Array<string>;
    revocation_endpoint_auth_methods_supported: Array<string>;
    introspection_endpoint_auth_methods_supported: Array<string>;
    code_challenge_methods_supported: Array<string>;
    /** RFC 9207 §3. */
    authorization_response_iss_parameter_supported: boolean;
    /** RFC 8628 §4. */
    device_authorization_endpoint?: string;
    /** Token Status List, draft-21 §9. */
    status_list_aggregation_endpoint?: string;
    /** RFC 7591. */
    registration_endpoint?: string;
    client_id_metadata_document_supported?: boolean;
    prompt_values_supported: Array<string>;
    ui_locales_supported?: Array<string>;
    service_documentation?: string;
    /** OpenID Connect Core 1.0 §5.3. */
    userinfo_endpoint?: string;
    /** OpenID Connect RP-Initiated Logout 1.0 §2.1. */
    end_session_endpoint?: string;
    subject_types_supported?: Array<string>;
    id_token_signing_alg_values_supported?: Array<string>;
    acr_values_supported?: Array<string>;
    display_values_supported?: Array<string>;
    claim_types_supported?: Array<string>;
    claims_supported?: Array<string>;
    claims_parameter_supported?: boolean;
    request_parameter_supported?: boolean;
    /** Where it is absent, clients take it to be true. */
    request_uri_parameter_supported?: boolean;
    /** OpenID Connect Back-Channel Logout 1.0 §2.1. */
    backchannel_logout_supported?: boolean;
    backchannel_logout_session_supported?: boolean;
};
export type ProtectedResourceMetadata = {
    resource: string;
    authorization_servers: Array<string>;
    jwks_uri?: string;
    scopes_supported?: Array<string>;
    bearer_methods_supported: Array<string>;
    resource_name?: string;
};
