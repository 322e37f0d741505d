/** The page on which people edit the claims about themselves. */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function accountProfileEndpoint(app: FastifyInstance, context: Context): void;
