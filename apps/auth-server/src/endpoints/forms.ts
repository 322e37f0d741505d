/** Bodies of protocol endpoints: forms and nothing else, handed on as bytes for protocol/form.ts to parse. */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance, FastifyRequest } from "fastify";

declare module "fastify" {
  interface FastifyRequest {
    /** Set once the client is authenticated; goes to the request's log line. */
    clientId: string | undefined;
  }
}

/** Let the endpoints of this scope take application/x-www-form-urlencoded only (RFC 6749 Appendix B). */
export function acceptForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "buffer" },
    (_request, body, done) => {
      done(null, body);
    },
  );
}

/** @throws {OAuthError} invalid_request where the request came without a form */
export function formBody({ body }: FastifyRequest): Buffer {
  if (Buffer.isBuffer(body)) return body;
  throw new OAuthError("invalid_request", "The body has to be application/x-www-form-urlencoded.", {
    reason: "content_type_unsupported",
  });
}
