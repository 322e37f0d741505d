import type { FastifyInstance } from "fastify";
import { type Context } from "../context.js";
export declare function registrationManagementEndpoint(app: FastifyInstance, context: Context): void;
