import type { Credentials } from "./method.js";
/**
 * Whether this is meant as a client's credentials, valid or not. Other schemes are not: HTTP libraries add the access
 * token to every request, and proxies their users' credentials.
 */
export declare const isBasic: (authorization: string) => boolean;
/** @returns at least one reading; null if the header is no well-formed Basic credential */
export declare function parseBasicCredentials(authorization: string): [Credentials, ...Credentials[]] | null;
/**
 * The readings whose name is a URI, the standard's first. URIs contain colons that not every API encodes, so the
 * secret follows the last one: Regrant's secrets contain none.
 */
export declare function parseApiCredentials(authorization: string): readonly Credentials[];
