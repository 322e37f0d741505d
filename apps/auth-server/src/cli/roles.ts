/** --role, as it is typed: a single empty string clears the list. */
export const rolesOf = (role: string[] | undefined) => role && [...new Set(role.filter(Boolean))];
