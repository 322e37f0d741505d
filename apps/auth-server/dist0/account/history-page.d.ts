/** The page with the account's history. */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function accountHistoryEndpoint(app: FastifyInstance, context: Context): void;
