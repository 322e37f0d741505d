import type { Context } from "../context.js";
import type { ProviderClient } from "../providers/provider-clients.js";
import type { Provider } from "../providers/providers.sql.js";
import type { ProviderFlow } from "./provider-flow.js";
type Claims = Readonly<Record<string, unknown>>;
export interface Vouched {
    readonly subject: string;
    /** `sid`; null if the provider gives none. */
    readonly sessionId: string | null;
    /** Whom they are linked to; null for nobody. */
    readonly userId: string | null;
    /** Null if there is none that could be used here. */
    readonly email: string | null;
    /** By a provider whose word counts. */
    readonly isEmailVerified: boolean;
    /** That count here. */
    readonly amr: readonly string[];
    /** Of the ID token, and of the userinfo endpoint as far as that was asked. */
    readonly claims: Claims;
}
/** The provider was asked to authenticate the user anew, and has not. */
export declare class AuthenticationTooOld extends Error {
    readonly name = "AuthenticationTooOld";
}
/** A subject that is none. */
export declare class SubjectInvalid extends Error {
    readonly name = "SubjectInvalid";
}
/**
 * Redeem the code of an answer. openid-client checks `state`, `iss` (RFC 9207), the ID token's signature, `iss`, `aud`, `azp`,
 * `exp`, `iat` and `nonce`, and that the userinfo is about the same `sub`.
 *
 * @throws {AuthenticationTooOld}
 * @throws {ProviderUnreachable} and openid-client's errors
 */
export declare function redeemAnswer({ db }: Pick<Context, "db">, { configuration }: ProviderClient, provider: Provider, answer: URL, flow: ProviderFlow): Promise<Vouched>;
export {};
