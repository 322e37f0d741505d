/**
 * The page on which a user lets a device in: type or follow the code, see who asks and from where, decide. Whoever follows a
 * stranger's link is asked to compare the code with the device's own, and sees where it was asked for.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.3
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-5.4
 */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function deviceEndpoint(app: FastifyInstance, context: Context): void;
