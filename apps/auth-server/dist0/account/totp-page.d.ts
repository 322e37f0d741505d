/** The page on which users set up an authenticator app. */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function accountTotpEndpoint(app: FastifyInstance, context: Context): void;
