import type { Socket } from "node:net";
import { OAuthError } from "../shared/index.js";
import type { FastifyInstance } from "fastify";
/** Options for Fastify. They also need `limitRequests`. */
export declare const serverLimits: {
    requestTimeout: number;
    keepAliveTimeout: number;
    return503OnClosing: boolean;
    http: {
        requireHostHeader: boolean;
        headersTimeout: number;
        maxHeaderSize: number;
        connectionsCheckingInterval: number;
    };
};
/**
 * Limits connections, and refuses a missing Host header (RFC 9112 §3.2), which Node.js would refuse with an empty response.
 */
export declare function limitRequests(app: FastifyInstance): void;
/**
 * Refuses headers that Node.js could read but that are too large. Registered after CORS, so that apps can read the
 * refusal.
 */
export declare function refuseLargeHeads(app: FastifyInstance): void;
export declare const unreadable: () => OAuthError;
interface Answer {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Sent as JSON. */
    readonly body: object;
}
/** Answers bytes that Node.js could not parse as HTTP, by hand, and closes the connection. */
export declare const answerUnreadable: (answerOf: (refusal: OAuthError) => Answer) => (error: NodeJS.ErrnoException, socket: Socket) => void;
export {};
