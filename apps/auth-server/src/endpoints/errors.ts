/**
 * The one place where an error becomes an answer (RFC 6749 §5.2), and the pages that `error_uri` leads to.
 */

import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { type ErrorResponse, headTooLarge, OAuthError, type Reason } from "@regrant/shared";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { shown } from "../protocol/shown-value.js";
import { isDatabaseAway } from "../store/database.js";
import { addVary, protectPage, sendRefusal, wantsPage } from "./send-page.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Why the request was refused; goes to its log line. */
    reason: Reason | undefined;
  }
}

export function handleErrors(app: FastifyInstance, context: Context): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const refusal = toOAuthError(error);
    request.reason = refusal.reason;
    if (isFault(refusal))
      request.log.error(
        { requestId: request.id, err: refusal.cause ?? error, reason: refusal.reason },
        "request failed",
      );
    return send(context, reply, refusal);
  });
  app.setNotFoundHandler((request, reply) => {
    request.reason = "not_found";
    const [path = ""] = request.url.split("?", 1);
    const refusal = new OAuthError("invalid_request", `There is nothing at ${shown(path)}.`, {
      reason: "not_found",
      status: 404,
    });
    return send(context, reply, refusal);
  });
}

/** What Fastify refuses before there is a route, such as an address in broken percent-encoding. */
export const answerUnrouted =
  (context: Context) =>
  (error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void =>
    void send(context, reply.header("x-request-id", reply.request.id), toOAuthError(error));

/** As JSON, and as a page for who came by a browser. */
function send(context: Context, reply: FastifyReply, error: OAuthError): FastifyReply {
  if (["GET", "HEAD"].includes(reply.request.method)) addVary(reply, "Accept");
  if (wantsPage(reply.request)) {
    protectPage(reply);
    return sendRefusal(context, reply, error);
  }
  return reply
    .code(error.status)
    .headers({ "cache-control": "no-store", pragma: "no-cache", ...error.headers })
    .type("application/json; charset=utf-8")
    .send(errorResponse(context.config.issuer, error));
}

export const errorResponse = (issuer: string, { code, message, reason }: OAuthError): ErrorResponse => ({
  error: code,
  error_description: message,
  error_uri: `${issuer}/errors/${reason}`,
});

/** Whether it wants an operator's eye. What is shed comes by the thousand; its log line says enough. */
export const isFault = ({ status, reason }: OAuthError): boolean =>
  status >= 500 && reason !== "overloaded" && reason !== "request_abandoned";

/** What any thrown thing is to the client. The cause stays here. */
export function toOAuthError(error: FastifyError | Error): OAuthError {
  if (error instanceof OAuthError) return error;
  if (isDatabaseAway(error)) {
    return new OAuthError("temporarily_unavailable", "The database does not answer; repeat the request.", {
      reason: "database_unavailable",
      cause: error,
      headers: { "retry-after": "1" },
    });
  }
  const known = "code" in error ? fastifyErrors[error.code] : undefined;
  if (known !== undefined)
    return new OAuthError("invalid_request", known[1], { reason: known[0], cause: error });
  if ("statusCode" in error && error.statusCode !== undefined && error.statusCode < 500) {
    return new OAuthError("invalid_request", "The request could not be read.", {
      reason: "request_malformed",
      cause: error,
    });
  }
  return new OAuthError("server_error", "Something failed here; the request is in the log.", {
    reason: "unforeseen",
    cause: error,
  });
}

const fastifyErrors: Readonly<Record<string, readonly [Reason, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    "content_type_unsupported",
    "The body has to be application/x-www-form-urlencoded.",
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: ["body_too_large", "The body is too large."],
};

/** A hook and handler for the methods that an address does not answer to (RFC 9110 §15.5.6). */
export const methodNotAllowed =
  (allow: string) =>
  async (request: FastifyRequest): Promise<never> => {
    const description = `This address answers to ${allow} only, and not to ${shown(request.method)}.`;
    throw new OAuthError("invalid_request", description, {
      reason: "method_not_allowed",
      status: 405,
      headers: { allow },
    });
  };

/** So that the answer arrives before the connection is cut; whoever does not close it is not waited for. */
const lingerMs = 1_000;

/** Bytes that Node.js could not read as HTTP at all: answered by hand, and the connection closed. */
export function answerUnreadable(issuer: string, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const refusal = error.code === "HPE_HEADER_OVERFLOW" ? headTooLarge() : unreadable();
  const body = JSON.stringify(errorResponse(issuer, refusal));
  const status = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`;
  // Nothing in it is anybody's: whoever sent it may read it.
  const head = `${status}\r\ncontent-type: application/json; charset=utf-8\r\ncache-control: no-store\r\naccess-control-allow-origin: *`;
  socket.end(`${head}\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

const unreadable = () =>
  new OAuthError("invalid_request", "The request could not be read.", { reason: "request_malformed" });

/**
 * What Node.js would refuse with an empty answer: no Host (RFC 9112 §3.2). The server wants `requireHostHeader` false
 * for this.
 */
export function refuseWithoutHost(app: FastifyInstance): void {
  app.addHook("onRequest", (request, _reply, done) => {
    if (request.headers.host !== undefined || request.raw.httpVersion === "1.0") done();
    else done(unreadable());
  });
}
