import type { FastifyInstance } from "fastify";
import { type Context } from "../context.js";
export declare function userinfoEndpoint(app: FastifyInstance, context: Context): void;
