import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function adminApi(app: FastifyInstance, context: Context): Promise<void>;
