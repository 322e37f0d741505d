/**
 * The one place where errors are logged and answered. Each part of the server words them in its way: as RFC 6749 §5.2 has it,
 * as pages, as problems.
 */
import { type ErrorResponse, OAuthError, type Reason } from "@regrant/shared";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.js";
import { shown } from "../protocol/shown-value.js";
import { isDatabaseAway } from "../store/database.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Why the request was refused; goes to its log line. */
    reason: Reason | undefined;
  }
}

export interface Wording {
  /** What any thrown thing is to the client. */
  refusalOf(error: FastifyError | Error): OAuthError;
  send(reply: FastifyReply, refusal: OAuthError, request: FastifyRequest): FastifyReply;
}

/** Answer the errors of this scope. */
export function answerErrors(app: FastifyInstance, { refusalOf, send }: Wording): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const refusal = refusalOf(error);
    const { reason } = refusal;
    request.reason = reason;
    if (isFault(refusal))
      request.log.error({ requestId: request.id, err: refusal.cause ?? error, reason }, "request failed");
    return send(reply, refusal, request);
  });
}

/** Answer what Fastify refuses before there is a route, such as an address in broken percent-encoding. */
export function answerUnrouted(
  { refusalOf, send }: Wording,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  send(reply, refusalOf(error), request);
}

/** The handler of a scope's addresses that there are not. */
export function nothingThere(request: FastifyRequest): never {
  const [path = ""] = request.url.split("?", 1);
  const description = `There is nothing at ${shown(path)}.`;
  throw new OAuthError("invalid_request", description, { reason: "not_found", status: 404 });
}

export function handleErrors(app: FastifyInstance, { config }: Context): void {
  answerErrors(app, asJson(config.issuer));
  app.setNotFoundHandler(nothingThere);
}

export const asJson = (issuer: string): Wording => ({
  refusalOf: toOAuthError,
  send: (reply, refusal) =>
    reply
      .code(refusal.status)
      .headers({ "cache-control": "no-store", pragma: "no-cache", ...refusal.headers })
      .type("application/json; charset=utf-8")
      .send(errorResponse(issuer, refusal)),
});

/** For what was no request. Nothing in it is anybody's: whoever sent it may read it. */
export const unreadableAnswer = (issuer: string) => (refusal: OAuthError) => ({
  status: refusal.status,
  headers: { "cache-control": "no-store", "access-control-allow-origin": "*" },
  body: errorResponse(issuer, refusal),
});

export const errorResponse = (issuer: string, { code, message, reason }: OAuthError): ErrorResponse => ({
  error: code,
  error_description: message,
  error_uri: `${issuer}/errors/${reason}`,
});

/** Whether it wants an operator's eye. What is shed comes by the thousand; its log line says enough. */
const isFault = ({ status, reason }: OAuthError): boolean =>
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
