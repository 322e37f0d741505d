import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
export declare function statusListEndpoint(app: FastifyInstance, { config, db, statusLists }: Context): void;
