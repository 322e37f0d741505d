/**
 * What a client says about itself at its client_id. Lists are intersected with what there is here, and what is merely
 * untidy is left out, because one document serves many authorization servers.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document-02#section-4
 * @see https://www.rfc-editor.org/rfc/rfc7591#section-2
 */
import {
  isObject,
  isSigningAlgorithm,
  OAuthError,
  type SigningAlgorithm,
  signingAlgorithms,
} from "@regrant/shared";
import type { PublicKeys } from "../assertions/public-keys.js";
import { parseKeySet, parseOwnKeys } from "../clients/own-keys.js";
import { readableName } from "../clients/readable-name.js";
import { faultOfRedirectUri } from "../clients/redirect-uri.js";
import { shown } from "../http/shown-value.js";

export interface ClientDocument {
  /** The URL of the document. */
  readonly clientId: string;
  /** As the client says. Anybody may choose any name: show the host of `clientId` with it. */
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly grantTypes: readonly DocumentGrant[];
  readonly tokenEndpointAuthMethod: "none" | "private_key_jwt";
  /** With private_key_jwt one of the two is not null, else both are. */
  readonly jwks: PublicKeys | null;
  readonly jwksUri: string | null;
  readonly requirePar: boolean;
  readonly idTokenSignedResponseAlg: SigningAlgorithm;
  /** Whether its tokens are always bound to its key (RFC 9449 §5.2). */
  readonly requireDpop: boolean;
}

/** For everything else a client needs a secret or a key, or an operator's trust. */
const documentGrants = ["authorization_code", "refresh_token"] as const;
type DocumentGrant = (typeof documentGrants)[number];

type Members = Readonly<Record<string, unknown>>;

/** @throws {OAuthError} client_document_invalid, client_document_method_unsupported */
export function parseClientDocument(body: Uint8Array, clientId: string): ClientDocument {
  const members = parseMembers(body);
  if (members.client_id !== clientId)
    throw invalid(
      typeof members.client_id === "string"
        ? `names another client_id, ${shown(members.client_id)}`
        : "has no client_id",
    );
  const secret = Object.keys(members).find((name) => name.startsWith("client_secret"));
  if (secret !== undefined) throw invalid(`has a ${secret}, and everybody can read it`);
  checkResponseTypes(members);
  // Also where there is no use for it: everybody can read it.
  if (members.jwks !== undefined) parseKeySet(members.jwks, invalid);
  return {
    clientId,
    name: readableName(members.client_name) ?? new URL(clientId).hostname,
    redirectUris: redirectUrisOf(members),
    grantTypes: grantTypesOf(members),
    ...authenticationOf(members),
    requirePar: members.require_pushed_authorization_requests === true,
    idTokenSignedResponseAlg: idTokenAlgorithmOf(members),
    requireDpop: members.dpop_bound_access_tokens === true,
  };
}

const invalid = (fault: string) =>
  new OAuthError("invalid_client", `The client's metadata document ${fault}.`, {
    reason: "client_document_invalid",
  });

function parseMembers(body: Uint8Array): Members {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    if (isObject(value)) return value;
  } catch {
    // Neither the bytes nor the error's message, which quotes them, belong in an answer.
  }
  throw invalid("is not a JSON object in UTF-8");
}

/** The strings in a list; null if it is none. */
const stringsIn = (value: unknown): readonly string[] | null =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : null;

function checkResponseTypes(members: Members): void {
  if (stringsIn(members.response_types)?.includes("code") === false)
    throw invalid("lacks code among its response_types");
}

type Authentication = Pick<ClientDocument, "tokenEndpointAuthMethod" | "jwks" | "jwksUri">;
const publicClient: Authentication = { tokenEndpointAuthMethod: "none", jwks: null, jwksUri: null };

/**
 * A client that says private_key_jwt has to authenticate so (§8.2). `token_endpoint_auth_methods_supported` lists what else it can
 * do (OpenID RP Metadata Choices 1.0).
 */
function authenticationOf(members: Members): Authentication {
  const { token_endpoint_auth_method: preferred, token_endpoint_auth_methods_supported: supported } = members;
  // RFC 7591's default is a method with a secret, which no document has.
  const methods = new Set([
    ...(typeof preferred === "string" ? [preferred] : []),
    ...(stringsIn(supported) ?? []),
  ]);
  const isOpen = methods.has("none");
  const hasKeys = members.jwks !== undefined || members.jwks_uri !== undefined;
  const isByKey = methods.has("private_key_jwt") && (!isOpen || (preferred === "private_key_jwt" && hasKeys));
  if (isByKey) return { tokenEndpointAuthMethod: "private_key_jwt", ...parseOwnKeys(members, invalid) };
  if (methods.size === 0 || isOpen) return publicClient;
  const asked = [...methods].filter((method) => !method.startsWith("client_secret_"));
  if (asked.length === 0) throw invalid("asks for authentication with a secret, which no document can have");
  throw new OAuthError(
    "invalid_client",
    `The client's metadata document offers to authenticate by ${shown(asked.join(", "))}, and neither by private_key_jwt nor without (none).`,
    { reason: "client_document_method_unsupported" },
  );
}

/** Unusable ones are left out: another authorization server may take them. */
function redirectUrisOf(members: Members): readonly string[] {
  const uris = [...new Set(stringsIn(members.redirect_uris) ?? [])];
  if (uris.length === 0) throw invalid("has no redirect_uris");
  const usable = uris.filter((uri) => faultOfRedirectUri(uri) === null);
  if (usable.length > 0) return usable;
  const [first = ""] = uris;
  const fault = faultOfRedirectUri(first);
  throw invalid(`has no usable redirect URI: ${shown(first)} ${fault}`);
}

/** Both if nothing is said: RFC 7591's default would sign people out with each access token. */
function grantTypesOf(members: Members): readonly DocumentGrant[] {
  const listed = stringsIn(members.grant_types) ?? documentGrants;
  if (!listed.includes("authorization_code")) throw invalid("lacks authorization_code among its grant_types");
  return documentGrants.filter((grant) => listed.includes(grant));
}

/** The client would refuse ID tokens with another (OpenID Connect Registration §2). */
function idTokenAlgorithmOf({ id_token_signed_response_alg: alg = "RS256" }: Members): SigningAlgorithm {
  if (isSigningAlgorithm(alg)) return alg;
  const asked = typeof alg === "string" ? shown(alg) : "no string";
  throw invalid(
    `has an id_token_signed_response_alg that is ${asked}, and not one of ${signingAlgorithms.join(", ")}`,
  );
}
