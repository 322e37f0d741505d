/**
 * The cookie that keeps a browser signed in: 256 random bits, of which the database holds the hash. `Lax`, because
 * apps on other sites link to this server; no form accepts it from another site.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Origin } from "../audit/actor.js";
import type { Db } from "../database/database.js";
import { type Secrets } from "../secrets.js";
import { type NewSignIn, type SignIn } from "./sign-ins.sql.js";
interface Browsers {
    readonly db: Db;
    readonly config: {
        readonly issuer: string;
        readonly signInSeconds: number;
        readonly maxSessions: number;
    };
}
/** The user signed in with this browser, or null. */
export declare function currentSignIn(context: Browsers, request: FastifyRequest): Promise<SignIn | null>;
/**
 * Sign a user in with this browser. The token is always new, so a planted one is worthless.
 *
 * @throws {OAuthError} invalid_grant if the credentials were changed, or the user disabled, while they were being checked
 */
export declare function startSignIn(context: Browsers & {
    readonly secrets: Secrets;
}, request: FastifyRequest, reply: FastifyReply, user: Origin & Pick<NewSignIn, "userId" | "credentialVersion" | "amr" | "provider" | "authenticatedAt">): Promise<void>;
/**
 * Add what a user has just proven to this browser's sign-in, under a new token.
 *
 * @param signIn `amr` is all that was proven, then and now
 * @returns false if the sign-in has ended
 */
export declare function stepUp(context: Browsers, request: FastifyRequest, reply: FastifyReply, signIn: Origin & Pick<SignIn, "id" | "amr">): Promise<boolean>;
/** End this browser's sign-in, if there is one. */
export declare function endSignIn(context: Browsers, request: FastifyRequest, reply: FastifyReply, by: Origin): Promise<void>;
/**
 * Delete the cookie of an ended sign-in, and clear what Back would show of the account: `no-store` no longer keeps
 * pages out of the back/forward cache.
 */
export declare function forgetSignIn({ config: { issuer } }: Browsers, reply: FastifyReply): void;
export {};
