import type { FastifyInstance } from "fastify";
/** Make this scope accept JSON and merge patches (RFC 7396). */
export declare function acceptJson(app: FastifyInstance): void;
