import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { type FinishView } from "./views/finish.js";
type Shown = Pick<FinishView, "name" | "problem">;
/** @throws {OAuthError} mailed_link_unusable */
export declare function showFinish(context: Context, reply: FastifyReply, token: string, typed?: Shown): Promise<FastifyReply>;
/** @throws {OAuthError} mailed_link_unusable, temporarily_unavailable */
export declare function finish(context: Context, request: FastifyRequest, reply: FastifyReply, token: string): Promise<FastifyReply>;
export {};
