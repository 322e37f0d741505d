/** Turns errors into responses (RFC 6749 §5.2), in this one place. */

import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { type ErrorResponse, headTooLarge, OAuthError, type Reason, reasons } from "@regrant/shared";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { shown } from "../protocol/shown-value.js";
import { brokenReference, isDatabaseAway } from "../store/database.js";
import { addVary, protectPage, sendRefusal, wantsPage } from "./send-page.js";

declare module "fastify" {
  interface FastifyRequest {
    /** The reason for the refusal, for the log. */
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

/** For what Fastify refuses before routing, such as broken percent-encoding in the URL. */
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

/** Whether an operator should see it. Load shedding produces thousands, so their log lines must do. */
export const isFault = ({ status, reason }: OAuthError): boolean =>
  status >= 500 && reason !== "overloaded" && reason !== "request_abandoned";

/** Any thrown value as the client sees it. The cause stays here. */
export function toOAuthError(error: FastifyError | Error): OAuthError {
  if (error instanceof OAuthError) return error;
  if (isDatabaseAway(error)) {
    return new OAuthError("temporarily_unavailable", "The database does not answer; repeat the request.", {
      reason: "database_unavailable",
      cause: error,
      headers: { "retry-after": "1" },
    });
  }
  const deleted = brokenReference(error);
  if (deleted !== null) {
    const reason = deletedMeanwhile[deleted];
    return new OAuthError(reasons[reason].error, `The ${deleted} was deleted.`, { reason, cause: error });
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

/** What a request is told that was under way while its client, user or resource was deleted. */
const deletedMeanwhile = {
  client: "client_unknown",
  user: "user_disabled",
  resource: "resource_unknown",
} as const satisfies Record<string, Reason>;

const fastifyErrors: Readonly<Record<string, readonly [Reason, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    "content_type_unsupported",
    "The body has to be application/x-www-form-urlencoded.",
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: ["body_too_large", "The body is too large."],
};

/** A hook and handler for methods that an address does not support (RFC 9110 §15.5.6). */
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

/** The time for the response to arrive before the connection is cut, for clients that do not close it. */
const lingerMs = 1_000;

/** Bytes that Node.js could not parse as HTTP: answered by hand, and the connection closed. */
export function answerUnreadable(issuer: string, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const refusal = error.code === "HPE_HEADER_OVERFLOW" ? headTooLarge() : unreadable();
  const body = JSON.stringify(errorResponse(issuer, refusal));
  const status = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`;
  // Contains nothing private, so any origin may read it.
  const head = `${status}\r\ncontent-type: application/json; charset=utf-8\r\ncache-control: no-store\r\naccess-control-allow-origin: *`;
  socket.end(`${head}\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

const unreadable = () =>
  new OAuthError("invalid_request", "The request could not be read.", { reason: "request_malformed" });

/**
 * A missing Host header (RFC 9112 §3.2), which Node.js would refuse with an empty response. The server needs
 * `requireHostHeader` false for this.
 */
export function refuseWithoutHost(app: FastifyInstance): void {
  app.addHook("onRequest", (request, _reply, done) => {
    if (request.headers.host !== undefined || request.raw.httpVersion === "1.0") done();
    else done(unreadable());
  });
}
