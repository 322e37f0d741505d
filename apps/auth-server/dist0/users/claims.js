import { birthdate, flag, languageTag, lines, phoneNumber, text, timeZone, webAddress, } from "./claim-formats.js";
const leaf = (format, autofill = "off") => ({ format, autofill });
const own = (scope, shape) => ({
    scope,
    editable: true,
    ...shape,
});
const vouched = (scope) => ({
    scope,
    editable: false,
    ...leaf(flag),
});
/** By name, in the order in which they are shown. */
export const keptClaims = {
    name: own("profile", leaf(text, "name")),
    given_name: own("profile", leaf(text, "given-name")),
    family_name: own("profile", leaf(text, "family-name")),
    middle_name: own("profile", leaf(text, "additional-name")),
    nickname: own("profile", leaf(text, "nickname")),
    preferred_username: own("profile", leaf(text)),
    gender: own("profile", leaf(text, "sex")),
    birthdate: own("profile", leaf(birthdate, "bday")),
    locale: own("profile", leaf(languageTag, "language")),
    zoneinfo: own("profile", leaf(timeZone)),
    website: own("profile", leaf(webAddress, "url")),
    profile: own("profile", leaf(webAddress)),
    picture: own("profile", leaf(webAddress, "photo")),
    email_verified: vouched("email"),
    phone_number: own("phone", leaf(phoneNumber, "tel")),
    phone_number_verified: vouched("phone"),
    address: own("address", {
        members: {
            street_address: leaf(lines, "street-address"),
            postal_code: leaf(text, "postal-code"),
            locality: leaf(text, "address-level2"),
            region: leaf(text, "address-level1"),
            country: leaf(text, "country-name"),
            formatted: leaf(lines),
        },
    }),
};
/** Every value that can be kept. */
export const fields = Object.entries(keptClaims).flatMap(([claim, { scope, editable, ...shape }]) => {
    const common = { claim, scope, editable };
    if (!("members" in shape))
        return [{ ...common, ...shape, name: claim, member: null }];
    return Object.entries(shape.members).map(([member, value]) => ({
        ...common,
        ...value,
        name: `${claim}.${member}`,
        member,
    }));
});
/** Those that the person may edit. */
export const editableFields = fields.filter(({ editable }) => editable);
export const claimsSourceOf = ({ email, roles, claims, updatedAt }) => ({
    email,
    roles,
    claims,
    updatedAtSeconds: Math.floor(updatedAt.getTime() / 1000),
});
const kept = ({ claims }, name) => Object.hasOwn(claims, name) ? claims[name] : undefined;
/** An address or number is not verified unless somebody said so. */
const told = new Map([
    ...Object.entries(keptClaims).map(([name, { scope }]) => [
        name,
        { scope, of: (user) => kept(user, name) },
    ]),
    ["email", { scope: "email", of: ({ email }) => email }],
    ["email_verified", { scope: "email", of: (user) => kept(user, "email_verified") ?? false }],
    [
        "phone_number_verified",
        {
            scope: "phone",
            of: (user) => kept(user, "phone_number") === undefined ? undefined : (kept(user, "phone_number_verified") ?? false),
        },
    ],
    ["roles", { scope: "profile", of: ({ roles }) => roles }],
    ["updated_at", { scope: "profile", of: ({ updatedAtSeconds }) => updatedAtSeconds }],
]);
/**
 * The claims about a user that the granted scopes open (OpenID Connect Core 1.0 §5.4), and those requested by name (§5.5).
 * Claims without a value are left out (§5.3.2). Does not check that anything may be requested.
 */
export function claimsFor(user, scope, requested) {
    const open = [...told].filter(([name, claim]) => scope.includes(claim.scope) || requested.includes(name));
    return Object.fromEntries(open.map(([name, { of }]) => [name, of(user)]).filter(([, value]) => value !== undefined));
}
/** Discovery's `claims_supported`: those of ID tokens themselves, and those about users. */
export const claimsSupported = [
    ...["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "azp", "sid", "amr", "acr"],
    ...told.keys(),
];
/** The scope that opens a claim about users, too; null for any other name. */
export const scopeOfClaim = (name) => told.get(name)?.scope ?? null;
/** Of these claims, those that a client with this scope may request by name. */
export const requestableClaims = (scope, names) => names.filter((name) => scope.includes(scopeOfClaim(name) ?? ""));
//# sourceMappingURL=claims.js.map