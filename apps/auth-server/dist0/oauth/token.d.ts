/**
 * The token endpoint: one form in, one token pair out.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
import type { FastifyInstance } from "fastify";
import { type Context } from "../context.js";
export declare function tokenEndpoint(app: FastifyInstance, context: Context): void;
