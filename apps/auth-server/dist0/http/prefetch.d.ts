import type { FastifyRequest } from "fastify";
/** @see https://fetch.spec.whatwg.org/#sec-purpose-header */
export declare const isPrefetch: ({ headers }: FastifyRequest) => boolean;
/**
 * Browsers discard a refused prefetch and ask again when the person goes there. A 204 they would keep and show as nothing.
 *
 * @throws {OAuthError} invalid_request
 */
export declare function refusePrefetch(request: FastifyRequest): void;
