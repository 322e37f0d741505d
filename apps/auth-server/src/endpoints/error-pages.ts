/** The pages behind `error_uri` (RFC 6749 §5.2): what happened and what to do, one for each reason. */
import helmet from "@fastify/helmet";
import { OAuthError, type Reason, reasons } from "@regrant/shared";
import type { FastifyInstance } from "fastify";
import { errorIndexPage, errorPage } from "../views/errors.js";
import { contentSecurityPolicy } from "../views/layout.js";

export async function errorPages(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy },
    crossOriginOpenerPolicy: false, // a page in an app's pop-up may lead here and back
    frameguard: { action: "deny" },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: false,
  });
  app.get("/errors", (_request, reply) => reply.type("text/html; charset=utf-8").send(errorIndexPage));
  app.get<{ Params: { reason: string } }>("/errors/:reason", (request, reply) => {
    const { reason } = request.params;
    if (isReason(reason)) return reply.type("text/html; charset=utf-8").send(errorPage(reason));
    throw new OAuthError("invalid_request", "There is no such reason.", { reason: "not_found", status: 404 });
  });
}

const isReason = (value: string): value is Reason => Object.hasOwn(reasons, value);
