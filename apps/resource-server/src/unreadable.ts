/** Requests that no route sees, because Node.js or Fastify cannot read them: refused like all others. */
import type { OAuthError } from "@regrant/shared";
import { answerUnreadable, unreadable } from "@regrant/telemetry";
import { createRefusals, refusalCors, resourceMetadataUrl } from "@regrant/verifier";
import type { FastifyServerOptions } from "fastify";
import type { Config } from "./config.js";

type Handlers = Required<Pick<FastifyServerOptions, "clientErrorHandler" | "frameworkErrors">>;

/** Options for Fastify, whose own answers have another form, and whose own log lines have the bytes received. */
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
