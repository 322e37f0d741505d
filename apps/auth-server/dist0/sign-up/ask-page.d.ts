/** The page on which anybody may ask for an account (`SIGN_UP=open`). */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import type { Form } from "../http/form.js";
/** @throws {OAuthError} if an app asked that may not */
export declare function showAsk(context: Context, reply: FastifyReply, form: Form, shown: {
    readonly email: string;
    readonly problem: string | null;
}): Promise<FastifyReply>;
/** Whatever becomes of it, the answer is the same for every address. */
export declare function ask(context: Context, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
