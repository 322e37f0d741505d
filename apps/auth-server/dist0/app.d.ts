import { type FastifyInstance } from "fastify";
import type { Context } from "./context.js";
export declare function buildApp(context: Context): Promise<FastifyInstance>;
export declare function buildManagementApp(context: Context): Promise<FastifyInstance>;
