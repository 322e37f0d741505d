/** The accounts at other providers that a user signs in with: linking one, and taking the link away. */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function accountIdentitiesEndpoint(app: FastifyInstance, context: Context): void;
