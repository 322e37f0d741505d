/** Pages on which a thief at an unlocked computer must find nothing to change: they ask who is there. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { type Destination } from "../http/continue-to.js";
import type { SignIn } from "../users/sign-ins.sql.js";
/** How long a sign-in counts as recent. */
export declare const recentSeconds = 300;
/**
 * The sign-in, if the user proved who they are a moment ago, with a second factor if there is one. Otherwise the browser is sent
 * to the page that asks for what is missing, and leads to `page`.
 *
 * @param graceSeconds for what was begun while the sign-in was recent
 * @returns null if the reply has been sent
 */
export declare function requireRecentSignIn(context: Context, request: FastifyRequest, reply: FastifyReply, page: Exclude<Destination, null>, graceSeconds?: number): Promise<SignIn | null>;
/**
 * Whether the user has shown a second factor, or has none. Otherwise (they signed in before they added one) the browser is sent to
 * the page that asks for it, and leads to `page`.
 */
export declare function isFactorShown(context: Context, reply: FastifyReply, { id: signInId, userId, credentialVersion, amr }: SignIn, page: Exclude<Destination, null>): Promise<boolean>;
