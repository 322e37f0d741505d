/**
 * What a client that registers itself may say about itself, and what it is answered. Members that are not named here mean
 * nothing: nobody could check them, and nothing would use them (RFC 7591 §2).
 *
 * @see https://www.rfc-editor.org/rfc/rfc7591#section-2
 */
import {
  isSigningAlgorithm,
  OAuthError,
  parseScope,
  type SigningAlgorithm,
  signingAlgorithms,
} from "@regrant/shared";
import { initialValues } from "../administration/settings.js";
import { algNamesOf, isForAlg, type PublicKeys } from "../assertions/public-keys.js";
import { shown } from "../http/shown-value.js";
import { hashSecret } from "../secrets.js";
import { authenticationMethodNames } from "./authentication/methods.js";
import type { Client, NewClient } from "./clients.sql.js";
import { parseOwnKeys } from "./own-keys.js";
import { readableName } from "./readable-name.js";
import { destinationOf, faultOfRedirectUri } from "./redirect-uri.js";
import { clientSettings } from "./settings.js";
import { originsOf } from "./strangers.js";

/** For everything else a client needs an operator's trust. */
const registrableGrants = ["authorization_code", "refresh_token"] as const;

/** As for operators' clients. */
const mostUris = 100;
const longestUri = 2000;

type Members = Readonly<Record<string, unknown>>;
export type RegisteredSettings = Omit<NewClient, "clientId" | "secretHashes">;

/**
 * The settings of a client that registers itself, or replaces its registration.
 *
 * @param open what it may ask for
 * @throws {OAuthError} invalid_redirect_uri, invalid_client_metadata
 */
export function parseClientMetadata(body: unknown, open: readonly string[]): RegisteredSettings {
  const members = membersOf(body);
  const redirectUris = redirectUrisOf(members);
  return {
    ...initialValues(clientSettings),
    name: readableName(members.client_name) ?? destinationOf(redirectUris[0] ?? ""),
    redirectUris,
    allowedOrigins: originsOf(redirectUris),
    postLogoutRedirectUris: postLogoutRedirectUrisOf(members),
    grantTypes: grantTypesOf(members),
    ...authenticationOf(members),
    requireDpop: flagOf(members, "dpop_bound_access_tokens"),
    scope: scopeOf(members, open),
    requirePar: flagOf(members, "require_pushed_authorization_requests"),
    idTokenSignedResponseAlg: idTokenAlgorithmOf(members),
  };
}

/** Null counts as omitted (RFC 7592 §2.2). */
function membersOf(body: unknown): Members {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw invalidMetadata("The client's metadata has to be a JSON object.");
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

const invalidMetadata = (description: string) =>
  new OAuthError("invalid_client_metadata", description, { reason: "client_metadata_invalid" });

const invalidRedirectUri = (description: string) =>
  new OAuthError("invalid_redirect_uri", description, { reason: "redirect_uri_invalid" });

function stringsOf(members: Members, name: string): readonly string[] | null {
  const value = members[name];
  if (value === undefined) return null;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return [...new Set(value)];
  throw invalidMetadata(`${name} has to be a list of strings.`);
}

function stringOf(members: Members, name: string): string | null {
  const value = members[name];
  if (value === undefined || typeof value === "string") return value ?? null;
  throw invalidMetadata(`${name} has to be a string.`);
}

function flagOf(members: Members, name: string): boolean {
  const value = members[name] ?? false;
  if (typeof value === "boolean") return value;
  throw invalidMetadata(`${name} has to be true or false.`);
}

function redirectUrisOf(members: Members): readonly string[] {
  const uris = stringsOf(members, "redirect_uris") ?? [];
  if (uris.length === 0)
    throw invalidRedirectUri("redirect_uris is missing: register the URIs that codes may be sent to.");
  const isWeb = stringOf(members, "application_type") === "web";
  const fault = firstFault(uris, isWeb ? faultOfWebRedirectUri : faultOfRedirectUri);
  if (fault !== null) throw invalidRedirectUri(`The redirect URI ${fault}.`);
  return uris;
}

/**
 * OpenID Connect Registration §2 keeps web clients from http on loopback too. But it makes all clients web that do not say what
 * they are, and many that do not are command-line programs; such a URI leads to nobody but the user. One that says nothing is
 * taken for what its redirect URIs show.
 */
const faultOfWebRedirectUri = (uri: string): string | null =>
  faultOfRedirectUri(uri) ??
  (/^https?:/i.test(uri) ? null : "has a private-use scheme; send application_type native");

function postLogoutRedirectUrisOf(members: Members): readonly string[] {
  const uris = stringsOf(members, "post_logout_redirect_uris") ?? [];
  const fault = firstFault(uris, faultOfRedirectUri);
  if (fault !== null) throw invalidMetadata(`The post_logout_redirect_uri ${fault}.`);
  return uris;
}

function firstFault(uris: readonly string[], faultOf: (uri: string) => string | null): string | null {
  if (uris.length > mostUris) return `${shown(uris[mostUris] ?? "")} is one too many; at most ${mostUris}`;
  for (const uri of uris) {
    const fault = uri.length > longestUri ? `is longer than ${longestUri} characters` : faultOf(uri);
    if (fault !== null) return `${shown(uri)} ${fault}`;
  }
  return null;
}

/** Both if nothing is said: RFC 7591's default would sign people out with each access token. */
function grantTypesOf(members: Members): NewClient["grantTypes"] {
  const asked = stringsOf(members, "grant_types") ?? registrableGrants;
  const grants = registrableGrants.filter((grant) => asked.includes(grant));
  if (!grants.includes("authorization_code"))
    throw invalidMetadata(
      `grant_types lacks authorization_code: a client that registers itself may have ${registrableGrants.join(" and ")}.`,
    );
  if (stringsOf(members, "response_types")?.includes("code") === false)
    throw invalidMetadata("response_types lacks code, the only one there is.");
  return grants;
}

/** A method that there is not is replaced by the default, which the answer shows (RFC 7591 §3.2.1). */
function authenticationOf(
  members: Members,
): Pick<RegisteredSettings, "tokenEndpointAuthMethod" | "jwks" | "jwksUri"> {
  const asked = stringOf(members, "token_endpoint_auth_method");
  const method = authenticationMethodNames.find((name) => name === asked) ?? "client_secret_basic";
  if (method !== "private_key_jwt") return { tokenEndpointAuthMethod: method, jwks: null, jwksUri: null };
  const keys = parseOwnKeys(members, (fault) => invalidMetadata(`The client's metadata ${fault}.`));
  checkAlgorithm(stringOf(members, "token_endpoint_auth_signing_alg"), keys.jwks);
  return { tokenEndpointAuthMethod: method, ...keys };
}

/** It holds nobody to one algorithm, but it shows a client that could never authenticate (OpenID Connect Registration 1.0 §2). */
function checkAlgorithm(alg: string | null, jwks: PublicKeys | null): void {
  if (alg === null) return;
  const isSupported = algNamesOf(signingAlgorithms).includes(alg);
  if (isSupported && (jwks === null || jwks.keys.some((key) => isForAlg(key, alg)))) return;
  const why = isSupported ? "none of the jwks is for it" : `it has to be of ${signingAlgorithms.join(", ")}`;
  throw invalidMetadata(`The token_endpoint_auth_signing_alg is ${shown(alg)}: ${why}.`);
}

/** Refused if there is not such a one: the client would refuse ID tokens with another (OpenID Connect Registration §2). */
function idTokenAlgorithmOf(members: Members): SigningAlgorithm {
  const alg =
    stringOf(members, "id_token_signed_response_alg") ?? clientSettings.idTokenSignedResponseAlg.initial;
  if (isSigningAlgorithm(alg)) return alg;
  throw invalidMetadata(
    `id_token_signed_response_alg is ${shown(alg)}; here it has to be one of ${signingAlgorithms.join(", ")}.`,
  );
}

/** Part of what is open; all of it if the client names none, or nothing of that. */
function scopeOf(members: Members, open: readonly string[]): readonly string[] {
  const text = stringOf(members, "scope");
  const asked = text === null || text === "" ? [] : parseScope(text);
  if (asked === null)
    throw invalidMetadata(
      `scope ${shown(text ?? "")} is not a list of scope names separated by single spaces.`,
    );
  return narrowed(asked, open);
}

const narrowed = (asked: readonly string[], open: readonly string[]): readonly string[] => {
  const both = asked.filter((token) => open.includes(token));
  return both.length > 0 ? both : open;
};

/**
 * Check what a client that replaces its registration says of itself; it cannot choose its own secret (RFC 7592 §2.2).
 *
 * @returns its secret, if it sent it
 * @throws {OAuthError} invalid_client_metadata if it is another's
 */
export function checkIdentity(body: unknown, { clientId, secretHashes }: Client): string | null {
  const members = membersOf(body);
  const sentId = stringOf(members, "client_id");
  const secret = stringOf(members, "client_secret");
  if (sentId !== null && sentId !== clientId)
    throw invalidMetadata(`The client_id ${shown(sentId)} is not that of this registration, ${clientId}.`);
  if (secret !== null && !secretHashes.some((known) => known.equals(hashSecret(secret))))
    throw invalidMetadata("The client_secret is not this client's; leave it out.");
  return secret;
}

export interface Registered {
  readonly client: Client;
  /** What it has registered for. Not held against it: in the middle of its work it may learn that it needs more. */
  readonly scope: readonly string[];
  /** As it was presented or has just been made; only a hash is stored. */
  readonly registrationToken: string;
  /** Only if it has just been made, or was presented. */
  readonly secret: string | null;
}

/**
 * The client information response.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1
 * @see https://www.rfc-editor.org/rfc/rfc7592#section-3
 */
export function describeRegistration(
  issuer: string,
  { client, scope, registrationToken, secret }: Registered,
) {
  const { clientId, postLogoutRedirectUris, idTokenSignedResponseAlg } = client;
  return {
    client_id: clientId,
    client_id_issued_at: Math.floor(client.createdAt.getTime() / 1000),
    ...(secret !== null && { client_secret: secret, client_secret_expires_at: 0 }),
    registration_access_token: registrationToken,
    registration_client_uri: `${issuer}/oauth2/register/${clientId}`,
    client_name: client.name,
    redirect_uris: client.redirectUris,
    grant_types: client.grantTypes,
    response_types: ["code"],
    token_endpoint_auth_method: client.tokenEndpointAuthMethod,
    ...(client.jwks !== null && { jwks: client.jwks }),
    ...(client.jwksUri !== null && { jwks_uri: client.jwksUri }),
    scope: narrowed(scope, client.scope).join(" "),
    ...(client.requirePar && { require_pushed_authorization_requests: true }),
    id_token_signed_response_alg: idTokenSignedResponseAlg,
    ...(client.requireDpop && { dpop_bound_access_tokens: true }),
    ...(postLogoutRedirectUris.length > 0 && { post_logout_redirect_uris: postLogoutRedirectUris }),
  };
}
