/**
 * Limits on the size of a request's headers. They are generous, because cookies ignore ports: on a developer's
 * localhost, every project's cookies come with each request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6585#section-5
 */
import { OAuthError } from "./errors.js";
/** Bytes; larger headers get a refusal that explains itself. */
const mostHeadBytes = 64 * 1024;
/** The parser's limit; beyond it, not even the path is known. */
export const mostParsedHeadBytes = 96 * 1024;
export const headTooLarge = () => new OAuthError("invalid_request", `The headers of this request are larger than ${mostHeadBytes / 1024} KiB. As a rule these are cookies of other apps on this host: clear them, or use a private window.`, { reason: "head_too_large", status: 431 });
/** @throws {OAuthError} invalid_request, with status 431 */
export function checkHeadSize(rawHeaders) {
    let bytes = 0;
    for (const text of rawHeaders)
        bytes += text.length + 2;
    if (bytes > mostHeadBytes)
        throw headTooLarge();
}
