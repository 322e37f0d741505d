/** The admin API: the `regrant` command's work on clients, users, resources and sessions, over HTTP. */
import type { FastifyInstance, HTTPMethods, RouteOptions } from "fastify";
import { Type } from "typebox";
import { checkInput } from "../administration/faults.js";
import { closed } from "../administration/schemas.js";
import type { Context } from "../context.js";
import { methodNotAllowed } from "../http/errors.js";
import { acceptJson } from "../http/json.js";
import { adminAudit } from "./audit.js";
import { checkAdministrator } from "./authorization.js";
import { adminClients } from "./clients.js";
import { compileSchemas } from "./compilers.js";
import { DependentsRepresentation } from "./dependents.js";
import { adminInvitations } from "./invitations.js";
import { adminKeys } from "./keys.js";
import { adminMails } from "./mails.js";
import { describeRoutes } from "./openapi.js";
import { answerByProblems, Problem } from "./problems.js";
import { adminProviders } from "./providers.js";
import { adminResources } from "./resources.js";
import type { TypeBox } from "./schemas.js";
import { adminSessions } from "./sessions.js";
import { adminTrustedIssuers } from "./trusted-issuers.js";
import { adminUserFactors } from "./user-factors.js";
import { adminUsers } from "./users.js";

/** A request without a body may send an empty JSON object, but no members that would be ignored. */
const nothing = Type.Object({}, closed);

export async function adminApi(app: FastifyInstance, context: Context): Promise<void> {
  answerByProblems(app, context);
  app.decorateRequest("administrator");
  app.addHook("onRequest", async (request, reply) => {
    reply.header("cache-control", "no-store");
    request.administrator = await checkAdministrator(context, request);
  });
  app.addHook("onSend", async (_request, reply, payload) => (reply.statusCode === 304 ? "" : payload));
  app.addHook("preHandler", async ({ body, routeOptions }) => {
    if (routeOptions.schema?.body === undefined) checkInput(nothing, body ?? {});
  });
  acceptJson(app);
  const routes = collectRoutes(app);
  addRoutes(app, context);
  let document: object | undefined;
  app.get("/openapi.json", async () => {
    document ??= await describeRoutes((copy) => addRoutes(copy, context), context.config.issuer, app.prefix);
    return document;
  });
  refuseOtherMethods(app, routes);
}

function addRoutes(app: FastifyInstance, context: Context): void {
  compileSchemas(app);
  app.addSchema(Problem);
  app.addSchema(DependentsRepresentation);
  const typed = app.withTypeProvider<TypeBox>();
  for (const part of [
    adminClients,
    adminUsers,
    adminInvitations,
    adminUserFactors,
    adminProviders,
    adminTrustedIssuers,
    adminResources,
    adminSessions,
    adminMails,
    adminKeys,
    adminAudit,
  ])
    part(typed, context);
}

/** The methods of each address that is added from now on. */
function collectRoutes(app: FastifyInstance): Map<string, string[]> {
  const routes = new Map<string, string[]>();
  app.addHook("onRoute", ({ url, method }: RouteOptions) => {
    routes.set(url, [...(routes.get(url) ?? []), ...[method].flat()]);
  });
  return routes;
}

/** 405 for every other method (RFC 9110 §15.5.6). */
function refuseOtherMethods(app: FastifyInstance, routes: ReadonlyMap<string, readonly string[]>): void {
  for (const [address, methods] of [...routes]) {
    const others = (["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] satisfies HTTPMethods[]).filter(
      (method) => !methods.includes(method),
    );
    const refuse = methodNotAllowed(methods.join(", "));
    app.route({
      method: others,
      url: address.slice(app.prefix.length),
      onRequest: refuse,
      handler: refuse,
    });
  }
}
