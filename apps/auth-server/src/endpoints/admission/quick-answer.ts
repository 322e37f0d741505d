/** A refusal as `handleErrors` would give it, made once, and given without routing, hooks, and a log line for each. */
import type { ServerResponse } from "node:http";
import type { OAuthError } from "@regrant/shared";
import type { Context } from "../../context.js";
import { errorResponse } from "../errors.js";

const logInterval = 1_000;

export function createQuickAnswer(context: Context, refusal: OAuthError): (response: ServerResponse) => void {
  const { config, stopping } = context;
  const body = JSON.stringify(errorResponse(config.issuer, refusal));
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    pragma: "no-cache",
    "x-content-type-options": "nosniff",
    ...(config.issuer.startsWith("https:") && { "strict-transport-security": "max-age=31536000" }),
    ...refusal.headers,
  };
  const log = logEverySecond(context, refusal);
  return (response) => {
    log();
    if (stopping.signal.aborted) response.shouldKeepAlive = false;
    response.writeHead(refusal.status, headers).end(body);
  };
}

/** One line for all that were refused in a second. */
function logEverySecond({ log }: Context, { reason }: OAuthError): () => void {
  let refused = 0;
  return () => {
    if (refused++ > 0) return;
    setTimeout(() => {
      log.warn({ refused, reason }, "requests were refused before they were looked at");
      refused = 0;
    }, logInterval).unref();
  };
}
