import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { HttpContext } from "./http-context.js";
export declare function shareAcrossOrigins(app: FastifyInstance, { config, isAllowedOrigin }: HttpContext): Promise<void>;
interface BrowserClient {
    readonly allowedOrigins: readonly string[];
    readonly refreshTokenDelivery: "body" | "cookie";
}
/**
 * Narrow the allowed origins to the client's own.
 *
 * @throws {OAuthError} invalid_request if a cookie would be used from another origin
 */
export declare function checkOrigin(request: FastifyRequest, reply: FastifyReply, client: BrowserClient): void;
export {};
