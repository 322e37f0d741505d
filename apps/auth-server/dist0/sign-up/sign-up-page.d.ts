/** `/sign-up`: without a token anybody may ask for an account; with one, its reader gets it. */
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function signUpEndpoint(app: FastifyInstance, context: Context): void;
