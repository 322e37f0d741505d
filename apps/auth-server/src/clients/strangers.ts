/** Clients that no operator has registered: what follows from their redirect URIs. */
import { hashSecret } from "../secrets.js";
import type { Client } from "./clients.sql.js";

/** Browser apps ask the token endpoint from where their redirect URIs lead. */
export const originsOf = (redirectUris: readonly string[]): string[] => [
  ...new Set(redirectUris.filter((uri) => /^https?:/.test(uri)).map((uri) => new URL(uri).origin)),
];

/**
 * What a user's consent to a client was given to, beside its name: where codes are sent. Null for an operator's client, which
 * cannot change this by itself.
 */
export const consentHash = ({ origin, redirectUris }: Client): Buffer | null =>
  origin === "operator" ? null : hashSecret(JSON.stringify([...redirectUris].sort()));
