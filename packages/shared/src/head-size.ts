/**
 * How large a request's head may be. Cookies know no ports: on a developer's localhost those of all projects come along
 * with every request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6585#section-5
 */
import { OAuthError } from "./errors.js";

/** Headers, in bytes; what is larger is refused in words. */
const mostHeadBytes = 64 * 1024;
/** For the parser's limit: beyond this nobody knows any more what was asked for. */
export const mostParsedHeadBytes = 96 * 1024;

export const headTooLarge = (): OAuthError =>
  new OAuthError(
    "invalid_request",
    `The headers of this request are larger than ${mostHeadBytes / 1024} KiB. As a rule these are cookies of other apps on this host: clear them, or use a private window.`,
    { reason: "head_too_large", status: 431 },
  );

/** @throws {OAuthError} invalid_request, with the status 431 */
export function checkHeadSize(rawHeaders: readonly string[]): void {
  let bytes = 0;
  for (const text of rawHeaders) bytes += text.length + 2;
  if (bytes > mostHeadBytes) throw headTooLarge();
}
