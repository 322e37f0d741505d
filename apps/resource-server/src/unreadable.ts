/** Refuses requests that Node.js or Fastify cannot read, and that therefore reach no route, like all others. */
import type { OAuthError } from "@regrant/shared";
import { answerUnreadable, unreadable } from "@regrant/telemetry";
import { createRefusals, refusalCors, resourceMetadataUrl } from "@regrant/verifier";
import type { FastifyServerOptions } from "fastify";
import type { Config } from "./config.js";

type Handlers = Required<Pick<FastifyServerOptions, "clientErrorHandler" | "frameworkErrors">>;

/**
 * Replaces Fastify's own responses, which have another format, and its log lines, which contain the bytes received.
 */
export function unreadableHandlers({ issuer, audience }: Pick<Config, "issuer" | "audience">): Handlers {
  const metadata = resourceMetadataUrl(audience)?.href ?? null;
  const toRefusal = createRefusals({ issuer, resourceMetadataUrl: metadata });
  const answerOf = (error: OAuthError) => {
    const { headers, ...refusal } = toRefusal(error);
    return { ...refusal, headers: { ...refusalCors(() => null), ...headers } };
  };
  return {
    clientErrorHandler: answerUnreadable(answerOf),
    frameworkErrors(_error, _request, { raw }) {
      const { status, headers, body } = answerOf(unreadable());
      const text = JSON.stringify(body);
      const fields = {
        ...headers,
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(text),
        connection: "close",
      };
      raw.writeHead(status, fields).end(text);
    },
  };
}
