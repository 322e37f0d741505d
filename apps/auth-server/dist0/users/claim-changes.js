/** Changes of the claims about a user: what may be sent, and what is then kept. A change is a merge patch (RFC 7396). */
import { isDeepStrictEqual } from "node:util";
import { Type } from "typebox";
import { faultOf, tidied } from "./claim-formats.js";
import { fields, keptClaims } from "./claims.js";
const closed = { additionalProperties: false };
/** @param typed what the schema says of a type */
function schemaOf(typed) {
    const ofLeaf = ({ schema, description }) => ({ ...schema, ...typed(schema.type), description });
    const properties = Object.entries(keptClaims).map(([name, claim]) => [
        name,
        "members" in claim
            ? {
                ...typed("object"),
                ...closed,
                properties: Object.fromEntries(Object.entries(claim.members).map(([member, { format }]) => [member, ofLeaf(format)])),
            }
            : ofLeaf(claim.format),
    ]);
    return { type: "object", ...closed, properties: Object.fromEntries(properties) };
}
export const claimChanges = Type.Unsafe({
    ...schemaOf((type) => ({ type: [type, "null"] })),
    description: "Standard claims (OpenID Connect Core 1.0 §5.1). Those not sent stay; null removes one.",
});
export const claimsRepresentation = Type.Unsafe({
    ...schemaOf((type) => ({ type })),
    description: "The standard claims that have a value (OpenID Connect Core 1.0 §5.1).",
});
const own = (of, name) => Object.hasOwn(of, name) ? of[name] : undefined;
/** Undefined where nothing is said of it; null where it is removed, or all of its claim. */
function saidOf(claims, { claim, member }) {
    const value = own(claims, claim);
    return member === null || typeof value !== "object" || value === null ? value : own(value, member);
}
/** The values that are said, by field. */
export const valuesOf = (claims) => new Map(fields.map((field) => [field, saidOf(claims, field)]).filter(([, value]) => value !== undefined));
/** Claims of values, in an order of their own, so that the same ones are always written the same. */
export function claimsOf(values) {
    const claims = {};
    for (const field of fields) {
        const { claim, member } = field;
        if (!values.has(field))
            continue;
        if (member === null)
            claims[claim] = values.get(field);
        else
            claims[claim] = { ...claims[claim], [member]: values.get(field) };
    }
    return claims;
}
/** What the schema cannot say. Requires that nothing breaks the schema. */
export const faultsOfClaims = (sent) => [...valuesOf(sent)].flatMap(([{ claim, member, format }, value]) => {
    const message = value === null ? null : faultOf(format, value);
    const pointer = ["/claims", claim, ...(member === null ? [] : [member])].join("/");
    return message === null ? [] : [{ pointer, message }];
});
/** Of claims that are not the person's to edit. */
export const faultsOfOwnClaims = (sent) => [...valuesOf(sent).keys()]
    .filter(({ editable }) => !editable)
    .map(({ claim }) => ({ pointer: `/claims/${claim}`, message: "can only be set by an administrator" }));
/**
 * The claims after a change. Another address or number is not verified, unless the change says so.
 *
 * @param email the address after the change
 */
export function changedClaims(user, email, sent = {}) {
    const values = new Map(valuesOf(user.claims));
    for (const [field, value] of valuesOf(sent)) {
        if (value === null)
            values.delete(field);
        else
            values.set(field, tidied(field.format, value));
    }
    const claims = claimsOf(values);
    if (email !== user.email && sent.email_verified === undefined)
        delete claims.email_verified;
    if (claims.phone_number !== user.claims.phone_number && sent.phone_number_verified === undefined)
        delete claims.phone_number_verified;
    return claims;
}
/** The claims whose values differ. */
export const changedNames = (before, after) => Object.keys(keptClaims).filter((name) => !isDeepStrictEqual(own(before, name), own(after, name)));
//# sourceMappingURL=claim-changes.js.map