import type { FastifyInstance } from "fastify";
import type { HttpContext } from "./http-context.js";
export declare function errorPages(app: FastifyInstance, context: HttpContext): void;
