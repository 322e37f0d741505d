import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { type AccountPage } from "../http/continue-to.js";
import type { SignIn } from "../users/sign-ins.sql.js";
export interface Prover {
    readonly signIn: SignIn;
    /** Whether the form has to ask for the password. */
    readonly hasPassword: boolean;
}
/**
 * Who is signed in, if nothing but the password remains to be shown. Otherwise the browser is sent to show what is missing, and led
 * back to `page`.
 *
 * @returns null if the reply has been sent
 */
export declare function findProver(context: Context, request: FastifyRequest, reply: FastifyReply, page: AccountPage): Promise<Prover | null>;
/**
 * Check the password that the form has, if the user has one.
 *
 * @returns the version of the credentials that were proven, which whatever is done has to check again
 * @throws {OAuthError} user_credentials_mismatch, too_many_sign_ins
 */
export declare function checkProof(context: Context, request: FastifyRequest, { signIn: { userId, email, credentialVersion }, hasPassword }: Prover): Promise<number>;
