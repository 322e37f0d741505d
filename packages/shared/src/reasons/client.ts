/** The client, and its metadata document (draft-ietf-oauth-client-id-metadata-document). */
import { entry, type ReasonEntry } from "./entry.js";

export const clientReasons = {
  // The client
  client_missing: entry(
    "invalid_client",
    "The request does not identify its client.",
    "Authenticate with HTTP Basic, or with client_id and client_secret in the body. A public client sends client_id.",
  ),
  client_unknown: entry(
    "invalid_client",
    "No client has this client_id. It may have been deleted.",
    "Check client_id. To list the clients: regrant client list.",
  ),
  client_disabled: entry(
    "invalid_client",
    "An operator disabled the client.",
    "Ask the operator, or use another client.",
  ),
  client_secret_missing: entry(
    "invalid_client",
    "This client has a secret but did not send it.",
    "Send the secret with HTTP Basic, or in the body as client_secret.",
  ),
  client_secret_mismatch: entry(
    "invalid_client",
    "The client secret is wrong.",
    "Check the secret. It was shown once, when it was created.",
  ),
  client_secret_unexpected: entry(
    "invalid_client",
    "A public client sent a secret.",
    "Leave client_secret out, or register a confidential client.",
  ),
  client_authentication_malformed: entry(
    "invalid_client",
    "The Authorization header is not a valid Basic credential.",
    "Send: Authorization: Basic base64(client_id:client_secret), with each part form-encoded first (RFC 6749 §2.3.1).",
  ),
  client_authentication_unsupported: entry(
    "invalid_client",
    "The request does not identify its client: the Authorization header is not Basic, and the body has no client_id.",
    "An access token does not authenticate a client. Remove the Authorization header from token requests (some HTTP libraries add it to every request), and send client_id in the body or a Basic credential.",
  ),
  client_authentication_repeated: entry(
    "invalid_request",
    "The client authenticated in more than one way.",
    "Use one way only: the Authorization header, client_secret or client_assertion (RFC 6749 §2.3), and name one client.",
  ),

  client_assertion_missing: entry(
    "invalid_client",
    "This client authenticates by private_key_jwt but sent no client_assertion.",
    "Send client_assertion with client_assertion_type. To authenticate with a secret instead, register another client without --auth private_key_jwt.",
  ),
  client_assertion_unexpected: entry(
    "invalid_client",
    "The client sent a client_assertion but is not registered with private_key_jwt.",
    "Authenticate as the client is registered (regrant client show), or register one: regrant client create --auth private_key_jwt.",
  ),
  client_assertion_type_unsupported: entry(
    "invalid_client",
    "The client_assertion_type is missing or unknown.",
    "Send client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer.",
  ),
  client_assertion_malformed: entry(
    "invalid_client",
    "The client_assertion is not a signed JWT in compact form, or lacks a claim that it needs.",
    "Sign a JWT with iss and sub (both the client_id), aud (the issuer), exp and a jti of at most 500 characters (RFC 7523 §3).",
  ),
  client_assertion_typ: entry(
    "invalid_client",
    "The typ of the client_assertion says that it is another kind of token.",
    "Set the header's typ to client-authentication+jwt, or leave it out.",
  ),
  client_assertion_alg: entry(
    "invalid_client",
    "The client_assertion is signed with an algorithm that this server does not accept for this client.",
    "Sign with one of token_endpoint_auth_signing_alg_values_supported in the metadata document. Clients with the profile fapi2 cannot use RS256.",
  ),
  client_assertion_issuer: entry(
    "invalid_client",
    "The iss of the client_assertion is not its sub.",
    "Set both iss and sub to the client_id.",
  ),
  client_assertion_audience: entry(
    "invalid_client",
    "The aud of the client_assertion is not this server's issuer alone.",
    "Set aud to the issuer of the metadata document, as a string. For a client that can only send the token endpoint's URL: regrant client update <client_id> --assertion-audience token_endpoint.",
  ),
  client_assertion_expired: entry(
    "invalid_client",
    "The client_assertion has expired.",
    "Sign a new one for each request, and compare the clocks: up to 30 seconds of difference are tolerated.",
  ),
  client_assertion_not_yet_valid: entry(
    "invalid_client",
    "The iat or nbf of the client_assertion is in the future.",
    "Compare the clocks: up to 30 seconds of difference are tolerated.",
  ),
  client_assertion_lifetime: entry(
    "invalid_client",
    "The client_assertion is good for more than an hour.",
    "Set exp to a minute from now. Each assertion is good for one request only.",
  ),
  client_assertion_key_unknown: entry(
    "invalid_client",
    "The client has no public key with the kid and alg of the client_assertion.",
    "Compare the kid with the client's registered keys (regrant client show). A key that is new at the jwks_uri is noticed within 10 seconds.",
  ),
  client_assertion_signature: entry(
    "invalid_client",
    "The client_assertion is not signed by any of the client's keys.",
    "Sign with the private half of a registered key. ES256 signatures are the two numbers side by side (RFC 7518 §3.4), not DER.",
  ),
  client_assertion_replayed: entry(
    "invalid_client",
    "The client_assertion was used before.",
    "Sign a new one, with a new jti, for each request and each repetition.",
  ),
  client_keys_unreachable: entry(
    "temporarily_unavailable",
    "The client's jwks_uri does not answer at the moment, and its keys are not known or too old.",
    "Repeat the request after Retry-After. If it persists, look after the host of the jwks_uri; the server's log has details.",
  ),
  client_keys_invalid: entry(
    "invalid_client",
    "There is no usable JWK Set at the client's jwks_uri.",
    "Answer with status 200 and no redirect, uncompressed, at most 64 KiB and 50 keys. The jwks_uri of a client that no operator registered has to be on the public internet, by https on port 443.",
  ),

  // The client's metadata document (draft-ietf-oauth-client-id-metadata-document)
  client_id_url_refused: entry(
    "invalid_client",
    "The client_id is a URL that cannot be the address of a client metadata document, or its host is not on the public internet.",
    "Use an https URL on port 443 of a public host, with a path, in its plain spelling, without fragment, user name or dot segments, of at most 200 characters. Documents on this computer are read only where the issuer is on it too.",
  ),
  client_document_unreachable: entry(
    "temporarily_unavailable",
    "The client's metadata document cannot be fetched at the moment: its host is down, too slow (three seconds), has a bad certificate, or answers with an error of its own.",
    "Repeat the request after Retry-After. If it persists, tell the client's developer.",
  ),
  client_document_invalid: entry(
    "invalid_client",
    "There is no valid client metadata document at the client_id.",
    "Answer with status 200 and no redirect, application/json, uncompressed, at most 5 kB. The document needs this very client_id and a usable redirect URI, and must contain no secret and no private key.",
  ),
  client_document_method_unsupported: entry(
    "invalid_client",
    "The client's metadata document asks for a client authentication method that this server does not offer to such clients.",
    "Add private_key_jwt or none to token_endpoint_auth_methods_supported in the document, or have the operator register the client.",
  ),
  client_documents_limited: entry(
    "temporarily_unavailable",
    "This server is asked for too many client metadata documents that it does not know, altogether or of one site.",
    "Repeat the request after Retry-After.",
  ),
} as const satisfies Record<string, ReasonEntry>;
