/** The button that asks for a mail, and the page behind the mail's link. */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function accountVerifyEndpoint(app: FastifyInstance, context: Context): void;
