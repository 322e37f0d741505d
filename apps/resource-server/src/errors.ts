/** The only error handler: every failure becomes an OAuth error with a reason. */
import { OAuthError } from "@regrant/shared";
import type { FastifyError, FastifyInstance } from "fastify";

/** Fastify's own error codes; its other 4xx errors are malformed requests. */
const reasonOf = {
  FST_ERR_VALIDATION: "body_invalid",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "body_invalid",
  FST_ERR_CTP_INVALID_JSON_BODY: "body_invalid",
  FST_ERR_CTP_EMPTY_JSON_BODY: "body_invalid",
  FST_ERR_CTP_BODY_TOO_LARGE: "body_too_large",
} as const;

const isKnown = (code: string): code is keyof typeof reasonOf => Object.hasOwn(reasonOf, code);

function toOAuthError(error: FastifyError): OAuthError {
  if (error instanceof OAuthError) return error;
  const status = error.statusCode ?? 500;
  if (status >= 500) {
    return new OAuthError("server_error", "something unforeseen failed", {
      reason: "unforeseen",
      cause: error,
    });
  }
  const reason = isKnown(error.code) ? reasonOf[error.code] : "request_malformed";
  const description = error.validation ? error.message.replace(/["\\]/g, "'") : "the request cannot be read";
  return new OAuthError("invalid_request", description, { reason, status, cause: error });
}

export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, _request, reply) => reply.refuse(toOAuthError(error)));
  app.setNotFoundHandler((_request, reply) =>
    reply.refuse(
      new OAuthError("invalid_request", "there is nothing at this address", {
        reason: "not_found",
        status: 404,
      }),
    ),
  );
}
