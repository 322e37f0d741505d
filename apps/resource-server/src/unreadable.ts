/** Refuses requests that Node.js or Fastify cannot read, and that therefore reach no route, like all others. */
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { checkHeadSize, headTooLarge, OAuthError } from "@regrant/shared";
import { createRefusals, refusalCors, resourceMetadataUrl } from "@regrant/verifier";
import type { FastifyInstance, FastifyServerOptions } from "fastify";
import type { Config } from "./config.js";

/** The time for the response to arrive before the connection is cut, for clients that do not close it. */
const lingerMilliseconds = 1_000;

type Handlers = Required<Pick<FastifyServerOptions, "clientErrorHandler" | "frameworkErrors">>;

const unreadable = () =>
  new OAuthError("invalid_request", "the request cannot be read", { reason: "request_malformed" });

/**
 * Replaces Fastify's own responses, which have another format, and its log lines, which contain the bytes received.
 */
export function unreadableHandlers({ issuer, audience }: Pick<Config, "issuer" | "audience">): Handlers {
  const metadata = resourceMetadataUrl(audience)?.href ?? null;
  const toRefusal = createRefusals({ issuer, resourceMetadataUrl: metadata });
  const answer = (error: OAuthError) => {
    const { status, headers, body } = toRefusal(error);
    const text = JSON.stringify(body);
    const fields = {
      ...refusalCors(() => null),
      ...headers,
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(text),
      connection: "close",
    };
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    const bytes = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${text}`;
    return { status, fields, text, bytes };
  };
  const malformed = answer(unreadable());
  const tooLarge = answer(headTooLarge());

  function clientErrorHandler(error: NodeJS.ErrnoException, socket: Socket): void {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    socket.end((error.code === "HPE_HEADER_OVERFLOW" ? tooLarge : malformed).bytes);
    setTimeout(() => socket.destroy(), lingerMilliseconds).unref();
  }
  return {
    clientErrorHandler,
    frameworkErrors: (_error, _request, { raw }) =>
      void raw.writeHead(malformed.status, malformed.fields).end(malformed.text),
  };
}

/**
 * Refuses headers that Node.js could read but that are too large. Registered after CORS, so that apps can read the
 * refusal.
 */
export function refuseLargeHeads(app: FastifyInstance): void {
  app.addHook("onRequest", (request, _reply, done) => {
    checkHeadSize(request.raw.rawHeaders);
    done();
  });
}

/**
 * Cases that Node.js would refuse with an empty response: a missing Host (RFC 9112 §3.2; the server needs
 * `requireHostHeader` false for this), and an unknown Expect, which may be ignored (RFC 9110 §10.1.1).
 */
export function refuseWithoutHost(app: FastifyInstance): void {
  app.server.on("checkExpectation", app.routing);
  app.addHook("onRequest", (request, _reply, done) => {
    if (request.headers.host !== undefined || request.raw.httpVersion === "1.0") done();
    else done(unreadable());
  });
}
