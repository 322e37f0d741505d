/**
 * Null where the provider decides on no role, or does not say the groups but only that there are too many to list
 * (`_claim_names`: OpenID Connect Core 1.0 §5.6.2, and Microsoft Entra): to read that as none would take roles away.
 */
export function mappedRoles({ rolesClaim, roles }, claims) {
    if (rolesClaim === null)
        return null;
    const named = claims._claim_names;
    if (typeof named === "object" && named !== null && Object.hasOwn(named, rolesClaim))
        return null;
    const groups = Object.hasOwn(claims, rolesClaim) ? [claims[rolesClaim]].flat() : [];
    const given = Object.entries(roles)
        .filter(([group]) => groups.includes(group))
        .map(([, role]) => role);
    return { decided: [...new Set(Object.values(roles))], given: [...new Set(given)] };
}
/** A user's roles after a sign-in: what the operator gave stays. */
export const rolesAfter = (before, { decided, given }) => [
    ...before.filter((role) => !decided.includes(role) || given.includes(role)),
    ...given.filter((role) => !before.includes(role)),
];
//# sourceMappingURL=roles.js.map