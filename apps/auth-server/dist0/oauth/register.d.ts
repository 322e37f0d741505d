/**
 * The registration endpoint: clients register themselves. It exists while REGISTRATION is not off and a resource is open, as the
 * metadata says.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7591#section-3
 */
import type { FastifyInstance } from "fastify";
import { type Context } from "../context.js";
export declare function registerEndpoint(app: FastifyInstance, context: Context): void;
