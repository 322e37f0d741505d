import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function factorEndpoint(app: FastifyInstance, context: Context): void;
