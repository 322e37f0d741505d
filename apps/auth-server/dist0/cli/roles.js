/** --role, as it is typed: a single empty string clears the list. */
export const rolesOf = (role) => role && [...new Set(role.filter(Boolean))];
//# sourceMappingURL=roles.js.map