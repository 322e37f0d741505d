import type { FastifyInstance } from "fastify";
import type { Context } from "../context.js";
import { type ReturnAddress } from "../oauth/authorization-request.js";
export declare function loginEndpoint(app: FastifyInstance, context: Context): void;
/** A client that nobody registered is called by its host: its name could be any words, on the page that asks for the password. */
export declare function titleOf({ client: { origin, clientId, name }, redirectUri }: ReturnAddress): string;
