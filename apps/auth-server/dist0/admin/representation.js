/**
 * Entity tags, so that nobody overwrites changes they have not seen.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13
 */
import { hash } from "node:crypto";
import { OAuthError } from "../shared/index.js";
/** A strong validator: any change of a member changes it. */
const etagOf = (representation) => `"${hash("sha256", JSON.stringify(representation), "base64url")}"`;
/**
 * Answer with a representation and its ETag, or 304 if the client has it.
 *
 * @param once shown this one time, and not part of the representation
 */
export function show(request, reply, representation, once) {
    const etag = etagOf(representation);
    reply.header("etag", etag);
    const known = request.headers["if-none-match"];
    const reads = request.method === "GET" || request.method === "HEAD";
    if (reads && known !== undefined && listed(known.replaceAll("W/", ""), etag))
        reply.code(304);
    return { ...representation, ...once };
}
/** Is the tag listed in an If-Match or If-None-Match header? */
const listed = (tags, etag) => tags.trim() === "*" || tags.split(",").some((tag) => tag.trim() === etag);
/** Who acts; with If-Match, only on an unchanged item. */
export function actOf({ headers, administrator: by }) {
    const expected = headers["if-match"];
    if (expected === undefined)
        return { by };
    return {
        by,
        check(current) {
            if (listed(expected, etagOf(current)))
                return;
            throw new OAuthError("invalid_request", "The item has changed since it was read; read it again.", {
                reason: "precondition_failed",
                status: 412,
            });
        },
    };
}
//# sourceMappingURL=representation.js.map