import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { type Destination } from "../http/continue-to.js";
import type { SignIn } from "../users/sign-ins.sql.js";
export declare function providersEndpoint(app: FastifyInstance, context: Context): void;
export interface Purpose {
    /** The authorization request that it is for, or a page of the account on which the user has to show that it is still them. */
    readonly asked: Destination;
    /** Who is signed in, and wants to link the identity that comes back; null: somebody who wants to sign in. */
    readonly linkTo: SignIn | null;
}
/** Send the browser to a provider. */
export declare function goToProvider(context: Context, request: FastifyRequest, reply: FastifyReply, id: string, purpose: Purpose): Promise<FastifyReply>;
