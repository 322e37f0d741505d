/** Both servers' limits on a request's time and size, and how they refuse bytes that are no request. */
import { STATUS_CODES } from "node:http";
import { checkHeadSize, headTooLarge, mostParsedHeadBytes, OAuthError } from "../shared/index.js";
/** Milliseconds. A client that sends byte by byte cannot hold a connection longer than this. */
const limits = { headers: 5_000, request: 10_000, check: 1_000, keepAlive: 72_000 };
const maxConnections = 10_000;
/** Options for Fastify. They also need `limitRequests`. */
export const serverLimits = {
    requestTimeout: limits.request,
    keepAliveTimeout: limits.keepAlive,
    return503OnClosing: false, // answer what still arrives while the listener closes
    http: {
        requireHostHeader: false, // Node.js would refuse with an empty response
        headersTimeout: limits.headers,
        maxHeaderSize: mostParsedHeadBytes,
        connectionsCheckingInterval: limits.check,
    },
};
/**
 * Limits connections, and refuses a missing Host header (RFC 9112 §3.2), which Node.js would refuse with an empty response.
 */
export function limitRequests(app) {
    app.server.maxConnections = maxConnections;
    app.addHook("onRequest", (request, _reply, done) => {
        if (request.headers.host !== undefined || request.raw.httpVersion === "1.0")
            done();
        else
            done(unreadable());
    });
}
/**
 * Refuses headers that Node.js could read but that are too large. Registered after CORS, so that apps can read the
 * refusal.
 */
export function refuseLargeHeads(app) {
    app.addHook("onRequest", (request, _reply, done) => {
        checkHeadSize(request.raw.rawHeaders);
        done();
    });
}
export const unreadable = () => new OAuthError("invalid_request", "The request could not be read.", { reason: "request_malformed" });
/** The time for the response to arrive before the connection is cut, for clients that do not close it. */
const lingerMs = 1_000;
/** Answers bytes that Node.js could not parse as HTTP, by hand, and closes the connection. */
export const answerUnreadable = (answerOf) => (error, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable)
        return void socket.destroy();
    const { status, headers, body } = answerOf(error.code === "HPE_HEADER_OVERFLOW" ? headTooLarge() : unreadable());
    const text = JSON.stringify(body);
    const fields = {
        ...headers,
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(text),
        connection: "close",
    };
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${text}`);
    setTimeout(() => socket.destroy(), lingerMs).unref();
};
