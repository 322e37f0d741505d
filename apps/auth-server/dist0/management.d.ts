import type { FastifyInstance } from "fastify";
import type { Context } from "./context.js";
export declare function managementEndpoints(app: FastifyInstance, context: Context): void;
