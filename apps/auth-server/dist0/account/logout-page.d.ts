/** Signing out of this browser, and of the apps that were signed in from it if the user wants. */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function logoutEndpoint(app: FastifyInstance, context: Context): void;
