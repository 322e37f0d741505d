/** --role, as it is typed: a single empty string clears the list. */
export declare const rolesOf: (role: string[] | undefined) => string[] | undefined;
