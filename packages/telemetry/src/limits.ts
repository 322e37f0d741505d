/** What both servers take of a request, in time and in bytes, and how they refuse what is none. */
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { checkHeadSize, headTooLarge, mostParsedHeadBytes, OAuthError } from "@regrant/shared";
import type { FastifyInstance } from "fastify";

/** Milliseconds. Whoever sends a request byte by byte holds its connection no longer than this. */
const limits = { headers: 5_000, request: 10_000, check: 1_000, keepAlive: 72_000 };
const maxConnections = 10_000;

/** Options for Fastify. They need `limitRequests`, too. */
export const serverLimits = {
  requestTimeout: limits.request,
  keepAliveTimeout: limits.keepAlive,
  return503OnClosing: false, // what still arrives while the listener closes is answered
  http: {
    requireHostHeader: false, // Node.js would refuse with an empty answer
    headersTimeout: limits.headers,
    maxHeaderSize: mostParsedHeadBytes,
    connectionsCheckingInterval: limits.check,
  },
};

/** Bound the connections, and refuse in words what Node.js would refuse with an empty answer: no Host (RFC 9112 §3.2). */
export function limitRequests(app: FastifyInstance): void {
  app.server.maxConnections = maxConnections;
  app.addHook("onRequest", (request, _reply, done) => {
    if (request.headers.host !== undefined || request.raw.httpVersion === "1.0") done();
    else done(unreadable());
  });
}

/** A head that Node.js has read, and that is larger than what is taken. Registered after CORS, so that apps can read why. */
export function refuseLargeHeads(app: FastifyInstance): void {
  app.addHook("onRequest", (request, _reply, done) => {
    checkHeadSize(request.raw.rawHeaders);
    done();
  });
}

export const unreadable = (): OAuthError =>
  new OAuthError("invalid_request", "The request could not be read.", { reason: "request_malformed" });

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body: object;
}

/** So that the answer arrives before the connection is cut; whoever does not close it is not waited for. */
const lingerMs = 1_000;

/** Answers bytes that Node.js could not read as HTTP at all: by hand, and the connection is closed. */
export const answerUnreadable =
  (answerOf: (refusal: OAuthError) => Answer) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    const { status, headers, body } = answerOf(
      error.code === "HPE_HEADER_OVERFLOW" ? headTooLarge() : unreadable(),
    );
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
