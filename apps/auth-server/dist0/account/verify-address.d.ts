/** Proof that a user reads the mail at the address they have: users whom operators or other providers made have given none. */
import type { Context } from "../context.js";
import { type Db } from "../database/database.js";
import type { RequestOrigin } from "../http/origin.js";
import type { SignIn } from "../users/sign-ins.sql.js";
export declare const verifyPath = "/verify-email";
/** Mail a link to the user's address; no more than one a minute. */
export declare function askToVerify({ db, secrets, config: { issuer } }: Context, { userId, email }: SignIn, language: string, { address: network }: RequestOrigin): Promise<void>;
/** The address that the link proves. @throws {OAuthError} mailed_link_unusable */
export declare function findAddressToVerify(db: Db, token: string): Promise<string>;
/**
 * Use up the link. It needs no sign-in, and gives none: whoever reads the mail proves the address, for the user who asked.
 *
 * @returns the address
 * @throws {OAuthError} mailed_link_unusable
 */
export declare function verifyAddress({ db }: Context, token: string, by: RequestOrigin): Promise<string>;
