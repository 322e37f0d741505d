import type { FastifyInstance, FastifyRequest } from "fastify";
declare module "fastify" {
    interface FastifyRequest {
        /** Set once the client is authenticated, for the log. */
        clientId: string | undefined;
    }
}
/** Make the endpoints of this scope accept application/x-www-form-urlencoded only (RFC 6749 Appendix B). */
export declare function acceptForms(app: FastifyInstance): void;
/** @throws {OAuthError} invalid_request if the request has no form */
export declare function formBody(request: FastifyRequest): Buffer;
