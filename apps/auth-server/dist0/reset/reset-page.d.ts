/**
 * The page on which whoever has forgotten the password asks for a link. Whether the address has an account is looked up after the
 * answer, so that neither the answer nor its time tells.
 */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
/** Where no mail can be sent, there are no such pages. */
export declare function resetEndpoints(app: FastifyInstance, context: Context): void;
