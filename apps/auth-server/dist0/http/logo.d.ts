import type { FastifyInstance } from "fastify";
import type { HttpContext } from "./http-context.js";
export declare function logoEndpoint(app: FastifyInstance, { frame: { logo } }: HttpContext): Promise<void>;
