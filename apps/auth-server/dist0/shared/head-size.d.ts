/**
 * Limits on the size of a request's headers. They are generous, because cookies ignore ports: on a developer's
 * localhost, every project's cookies come with each request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6585#section-5
 */
import { OAuthError } from "./errors.js";
/** The parser's limit; beyond it, not even the path is known. */
export declare const mostParsedHeadBytes: number;
export declare const headTooLarge: () => OAuthError;
/** @throws {OAuthError} invalid_request, with status 431 */
export declare function checkHeadSize(rawHeaders: readonly string[]): void;
