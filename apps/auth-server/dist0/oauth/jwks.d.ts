import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function jwksEndpoint(app: FastifyInstance, { keyRing }: Context): void;
