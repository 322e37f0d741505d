/**
 * A client's own keys, for private_key_jwt: their public halves, or the address where it publishes them.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7591#section-2
 */
import { privateMemberOf } from "@regrant/shared";
import type { Fault, Wording } from "../administration/faults.js";
import {
  faultOfKey,
  isKeySet,
  mostRegisteredKeys,
  type PublicKeys,
  withoutExtras,
} from "../assertions/public-keys.js";
import type { NewClient } from "./clients.sql.js";
import { faultOfRedirectUri } from "./redirect-uri.js";
import type { ClientSettings } from "./settings.js";

const longestUri = 2000;

type OwnKeys = Pick<ClientSettings, "jwks" | "jwksUri">;

/** Fetched by this server: by https or, in development, on this machine. */
const faultOfKeysUri = (uri: string): string | null =>
  /^https?:/.test(uri) ? faultOfRedirectUri(uri) : "is not an https URI";

/** What an operator may not say. */
export function faultsOfKeys({ tokenEndpointAuthMethod, jwks, jwksUri }: NewClient): Fault[] {
  const named = [...(jwks === null ? [] : ["jwks"]), ...(jwksUri === null ? [] : ["jwks_uri"])];
  if (tokenEndpointAuthMethod !== "private_key_jwt") {
    const message: Wording = (name) =>
      `requires ${name("token_endpoint_auth_method")} private_key_jwt, which only a new client can be registered with`;
    return named.map((member) => ({ pointer: `/${member}`, message }));
  }
  if (named.length === 0) {
    const message: Wording = (name) =>
      `private_key_jwt requires the client's public keys, by ${name("jwks")} or ${name("jwks_uri")}`;
    return [{ pointer: "/token_endpoint_auth_method", message }];
  }
  if (named.length === 2) {
    const message: Wording = (name) =>
      `conflicts with ${name("jwks")}: give one of the two, so that a key removed there is removed`;
    return [{ pointer: "/jwks_uri", message }];
  }
  const fault = jwksUri === null ? null : faultOfKeysUri(jwksUri);
  if (fault !== null) return [{ pointer: "/jwks_uri", message: `${jwksUri} ${fault}` }];
  return (jwks?.keys ?? []).flatMap((key, index) => {
    const message = faultOfKey(key);
    return message === null ? [] : [{ pointer: `/jwks/keys/${index}`, message }];
  });
}

interface Members {
  readonly jwks?: unknown;
  readonly jwks_uri?: unknown;
}

/**
 * The keys of a client that speaks for itself. Keys for other uses are left out.
 *
 * @param invalid makes the error of a fault, which continues a sentence that begins with the client's metadata
 */
export function parseOwnKeys({ jwks, jwks_uri: uri }: Members, invalid: (fault: string) => Error): OwnKeys {
  if (jwks !== undefined && uri !== undefined)
    throw invalid("has both jwks and jwks_uri, and one has to be enough");
  if (jwks !== undefined) {
    const keys = parseKeySet(jwks, invalid).keys.filter((key) => faultOfKey(key) === null);
    if (keys.length > mostRegisteredKeys) throw invalid(`has more than ${mostRegisteredKeys} keys`);
    if (keys.length > 0) return { jwks: { keys: keys.map(withoutExtras) }, jwksUri: null };
    throw invalid("has no key in its jwks that could verify a signature here (RS256, PS256, ES256, EdDSA)");
  }
  if (typeof uri !== "string") throw invalid("has neither jwks nor jwks_uri, which private_key_jwt needs");
  const fault = uri.length > longestUri ? `is longer than ${longestUri} characters` : faultOfKeysUri(uri);
  if (fault !== null) throw invalid(`has a jwks_uri that ${fault}`);
  return { jwks: null, jwksUri: uri };
}

/** @param invalid see `parseOwnKeys` */
export function parseKeySet(jwks: unknown, invalid: (fault: string) => Error): PublicKeys {
  if (!isKeySet(jwks)) throw invalid("has jwks that are not a JWK Set (RFC 7517)");
  if (jwks.keys.some((key) => privateMemberOf(key) !== null))
    throw invalid("contains a private key. Whoever has read it can use it: replace the key");
  return jwks;
}
