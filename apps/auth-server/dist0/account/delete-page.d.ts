/** The page on which a user closes the account, to be deleted after a time of grace. */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function accountDeleteEndpoint(app: FastifyInstance, context: Context): void;
