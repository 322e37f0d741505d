import type { FastifyInstance } from "fastify";
import { type Context } from "../context.js";
export declare function revokeEndpoint(app: FastifyInstance, context: Context): void;
