import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function accountExportEndpoint(app: FastifyInstance, context: Context): void;
