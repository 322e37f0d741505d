import type { Client } from "./clients.sql.js";
/** Browser apps ask the token endpoint from where their redirect URIs lead. */
export declare const originsOf: (redirectUris: readonly string[]) => string[];
/**
 * What a user's consent to a client was given to, beside its name: the redirect URI whose host the page showed, since a stranger
 * can register a well-known one beside its own, and all that it had then. Null for an operator's client.
 */
export declare const consentHash: ({ origin, redirectUris }: Client, redirectUri: string) => Buffer | null;
