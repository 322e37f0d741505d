/** Which of our roles a provider's groups give. */
import type { Provider } from "./providers.sql.js";
export interface MappedRoles {
    /** Those that the provider decides on. */
    readonly decided: readonly string[];
    /** Of these, those that the user has. */
    readonly given: readonly string[];
}
/**
 * Null where the provider decides on no role, or does not say the groups but only that there are too many to list
 * (`_claim_names`: OpenID Connect Core 1.0 §5.6.2, and Microsoft Entra): to read that as none would take roles away.
 */
export declare function mappedRoles({ rolesClaim, roles }: Pick<Provider, "rolesClaim" | "roles">, claims: Readonly<Record<string, unknown>>): MappedRoles | null;
/** A user's roles after a sign-in: what the operator gave stays. */
export declare const rolesAfter: (before: readonly string[], { decided, given }: MappedRoles) => string[];
