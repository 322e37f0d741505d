/** TypeBox schemas of the admin API's routes, from which the OpenAPI document is generated. */
import { Type } from "typebox";
import { closed } from "../administration/schemas.js";
/** A reference to a named schema. */
export const ref = (schema) => Type.Unsafe({ $ref: `${schema.$id}#` });
const etag = { etag: { type: "string", description: "Send it in If-Match with a change." } };
/** An answer with one representation. */
export const one = (schema, description) => Object.assign(Type.Intersect([ref(schema)]), { description, headers: etag });
export const pageOfRef = (schema) => Type.Object({ items: Type.Array(ref(schema)), next_cursor: Type.Union([Type.String(), Type.Null()]) }, { description: "A page; next_cursor is null on the last." });
export const pageQuery = {
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
    cursor: Type.Optional(Type.String({ maxLength: 2000, description: "The next_cursor of the previous page." })),
};
export const PageQuery = Type.Object(pageQuery, closed);
export const idParams = Type.Object({
    id: Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", description: "a UUID" }),
});
/** Also of clients that no operator has registered. */
export const clientIdText = Type.String({
    pattern: "^([A-Za-z0-9._~-]{1,128}|https?://[!-~]{1,200})$",
    description: "a client_id, percent-encoded if it is a URL",
});
/** Without it, a change could overwrite somebody else's. */
export const IfMatch = Type.Object({
    "if-match": Type.String({ description: "The ETag that was read, or *." }),
});
export const wirePage = ({ items, nextCursor }, describe) => ({
    items: items.map(describe),
    next_cursor: nextCursor,
});
//# sourceMappingURL=schemas.js.map