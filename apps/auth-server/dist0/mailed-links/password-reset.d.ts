/** A link by which whoever reads a user's mail sets a new password. */
import type { Act } from "../administration/act.js";
import type { Actor } from "../audit/actor.js";
import type { Config } from "../config.js";
import { type Pool } from "../database/database.js";
import type { Secrets } from "../secrets.js";
import { type User } from "../users/users.sql.js";
/** The page behind it. */
export declare const resetPath = "/reset/password";
/** The page that undoes a change of address. */
export declare const revertPath = "/reset/address";
/**
 * Mail a user a link to set a new password: to the address that the account has, never to one as it was typed. An earlier link
 * stops working. Asks no limit.
 *
 * @returns false if an operator has disabled the user
 */
export declare function mailPasswordReset(db: Pool, { issuer, secrets }: {
    readonly issuer: string;
    readonly secrets: Secrets;
}, { id: userId, email, disabledAt, closedAt }: User, language: string, by: Actor): Promise<boolean>;
interface Sending {
    readonly db: Pool;
    readonly secrets: Secrets;
    readonly config: Pick<Config, "issuer" | "mail">;
}
/**
 * Mail a user such a link because an operator says so, in the language of their claim `locale`. Changes nothing else: what is
 * signed in stays, until the password is set.
 *
 * @throws {OAuthError} if there is no such user, an operator has disabled them, or no mail can be sent
 */
export declare function sendPasswordReset({ db, secrets, config: { issuer, mail } }: Sending, id: string, { by }: Act): Promise<User>;
export {};
