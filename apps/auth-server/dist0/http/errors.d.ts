/**
 * Logs errors and turns them into responses, in this one place. Each part of the server words them in its own way: RFC 6749
 * §5.2, pages, problem details.
 */
import { type ErrorResponse, OAuthError, type Reason } from "../shared/index.js";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { HttpContext } from "./http-context.js";
declare module "fastify" {
    interface FastifyRequest {
        /** The reason for the refusal, for the log. */
        reason: Reason | undefined;
    }
}
export interface Wording {
    /** Any thrown value as the client sees it. */
    refusalOf(error: FastifyError | Error): OAuthError;
    send(reply: FastifyReply, refusal: OAuthError, request: FastifyRequest): FastifyReply;
}
/** Answers the errors in this scope. */
export declare function answerErrors(app: FastifyInstance, { refusalOf, send }: Wording): void;
/** For what Fastify refuses before routing, such as broken percent-encoding in the URL. */
export declare function answerUnrouted({ refusalOf, send }: Wording, error: FastifyError, request: FastifyRequest, reply: FastifyReply): void;
/** The handler for a scope's unknown addresses. */
export declare function nothingThere(request: FastifyRequest): never;
export declare function handleErrors(app: FastifyInstance, context: HttpContext): void;
/** As JSON, or as a page for browsers. */
export declare const asResponse: (context: HttpContext) => Wording;
/** For bytes that are no request. Contains nothing private, so any origin may read it. */
export declare const unreadableAnswer: (issuer: string) => (refusal: OAuthError) => {
    status: number;
    headers: {
        "cache-control": string;
        "access-control-allow-origin": string;
    };
    body: {
        error: string;
        error_description: string;
        error_uri?: string;
    };
};
export declare const errorResponse: (issuer: string, { code, message, reason }: OAuthError) => ErrorResponse;
/** Any thrown value as the client sees it. The cause stays here. */
export declare function toOAuthError(error: FastifyError | Error): OAuthError;
/** A hook and handler for methods that an address does not support (RFC 9110 §15.5.6). */
export declare const methodNotAllowed: (allow: string) => (request: FastifyRequest) => Promise<never>;
