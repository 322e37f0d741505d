/** Shared parts of the administration's schemas. */
import { Type } from "typebox";
export const nullable = (schema) => Type.Union([schema, Type.Null()]);
export const scope = Type.String({
    pattern: "^([\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*)?$",
    maxLength: 10_000,
    description: "scope names separated by single spaces (RFC 6749 §3.3)",
});
export const dateTime = Type.String({ format: "date-time" });
export const closed = { additionalProperties: false };
//# sourceMappingURL=schemas.js.map