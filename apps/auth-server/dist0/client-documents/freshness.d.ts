/**
 * How long a document may be used before it is fetched again: as its server says, within bounds of our own.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document-02#section-5.2
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-4.2.1
 */
import type { IncomingHttpHeaders } from "node:http";
/** In milliseconds. Without any statement, the least. */
export declare function freshMs(headers: IncomingHttpHeaders): number;
