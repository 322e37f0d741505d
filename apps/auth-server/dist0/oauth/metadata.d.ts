import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function metadataEndpoint(app: FastifyInstance, { config, supportedScope }: Context): void;
