import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { type Destination } from "../http/continue-to.js";
import { type Proven } from "../users/half-sign-in.js";
/**
 * Sign the user in and send the browser on; or, if the user has a second factor and has not shown it, ask for it first.
 *
 * @param asked the authorization request or page of the account that the sign-in is for; null: the account
 * @throws {OAuthError} invalid_grant if the credentials were changed, or the user disabled, while they were being checked
 */
export declare function finishSignIn(context: Context, request: FastifyRequest, reply: FastifyReply, proven: Proven, asked: Destination): Promise<FastifyReply>;
/** Where those who have closed their account may undo it. Nothing else is open to them. */
export declare const closedPath = "/login/closed";
/**
 * Sign the user in, or add what was proven to the sign-in that there is.
 *
 * @returns where the browser goes on
 * @throws {OAuthError} invalid_grant, as `finishSignIn`
 */
export declare function completeSignIn(context: Context, request: FastifyRequest, reply: FastifyReply, { signInId, ...proven }: Proven, asked: Destination): Promise<string>;
