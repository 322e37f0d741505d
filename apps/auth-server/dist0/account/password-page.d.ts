import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function accountPasswordEndpoint(app: FastifyInstance, context: Context): void;
