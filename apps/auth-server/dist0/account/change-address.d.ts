/** Another email address for an account, once its owner has proven to read it. */
import type { FastifyReply } from "fastify";
import type { Context } from "../context.js";
import { type Db } from "../database/database.js";
import type { RequestOrigin } from "../http/origin.js";
import type { SignIn } from "../users/sign-ins.sql.js";
export declare const confirmPath = "/account/email/confirm";
interface Asked {
    readonly userId: string;
    readonly email: string;
    /** The version that was proven. */
    readonly credentialVersion: number;
    readonly language: string;
    readonly origin: RequestOrigin;
}
/**
 * Mail a link to the new address, after the answer. If it has an account already, that account's owner is told instead: whoever
 * asks learns of that neither by the answer nor by its time.
 */
export declare function askForAddress(context: Context, reply: FastifyReply, asked: Asked): Promise<void>;
/** Whose address the link would change, and to which. @throws {OAuthError} mailed_link_unusable */
export declare function findAddressChange(db: Db, token: string): Promise<{
    readonly userId: string;
    readonly email: string;
}>;
/**
 * Use up the link and change the address of the user who is signed in. The former address is told, with a link that undoes it if
 * it was proven: of an address that nobody has proven, a stranger may be the owner.
 *
 * @throws {OAuthError} mailed_link_unusable; already_registered if somebody else has the address by now
 */
export declare function changeAddress({ db, secrets, config: { issuer } }: Context, { userId }: SignIn, token: string, language: string, origin: RequestOrigin): Promise<void>;
export {};
