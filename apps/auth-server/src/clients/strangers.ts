/** Clients that no operator has registered: what follows from their redirect URIs. */
import { hashSecret } from "../secrets.js";
import type { Client } from "./clients.sql.js";
import { withoutPort } from "./redirect-uri.js";

/** Browser apps ask the token endpoint from where their redirect URIs lead. */
export const originsOf = (redirectUris: readonly string[]): string[] => [
  ...new Set(redirectUris.filter((uri) => /^https?:/.test(uri)).map((uri) => new URL(uri).origin)),
];

/**
 * What a user's consent to a client was given to, beside its name: the redirect URI whose host the page showed, since a stranger
 * can register a well-known one beside its own, and all that it had then, with the keys that it authenticated by. Null for an operator's client.
 */
export function consentHash(client: Client, redirectUri: string): Buffer | null {
  const { origin, redirectUris, jwks, jwksUri } = client;
  if (origin === "operator") return null;
  const keys = jwks === null && jwksUri === null ? [] : [{ jwks, jwksUri }];
  return hashSecret(JSON.stringify([withoutPort(redirectUri), ...[...redirectUris].sort(), ...keys]));
}
