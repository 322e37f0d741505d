/** The admin API: the `regrant` command's work on clients, users, resources and sessions, over HTTP. */
import swagger from "@fastify/swagger";
import type { FastifyInstance, FastifySchema, HTTPMethods, RouteOptions } from "fastify";
import { type TSchema, Type } from "typebox";
import { Value } from "typebox/value";
import { checkInput, faultsOf } from "../administration/faults.js";
import { closed } from "../administration/schemas.js";
import type { Context } from "../context.js";
import { methodNotAllowed } from "../http/errors.js";
import { acceptJson } from "../http/json.js";
import { adminAudit } from "./audit.js";
import { checkAdministrator, scopeOf } from "./authorization.js";
import { adminClients } from "./clients.js";
import { DependentsRepresentation } from "./dependents.js";
import { adminInvitations } from "./invitations.js";
import { adminKeys } from "./keys.js";
import { adminMails } from "./mails.js";
import { answerByProblems, InvalidRequest, Problem } from "./problems.js";
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
  validateByTypeBox(app);
  await app.register(swagger, openApi(context));
  const routes = collectRoutes(app);
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
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  refuseOtherMethods(app, routes);
}

/** Bodies are validated as they are; path and query parameters are text and converted first. */
function validateByTypeBox(app: FastifyInstance): void {
  app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => (value: unknown) => {
    const read = httpPart === "body" ? value : Value.Default(schema, Value.Convert(schema, value));
    const faults = faultsOf(schema, read);
    return faults.length === 0 ? { value: read } : { error: new InvalidRequest(faults) };
  });
}

const openApi = ({ config }: Context) => ({
  openapi: {
    openapi: "3.1.0",
    info: {
      title: "Regrant admin API",
      version: "1",
      description:
        "Every change is audited. Changing or deleting an item requires If-Match with the ETag that was read.",
    },
    servers: [{ url: config.issuer }],
    components: {
      securitySchemes: {
        oauth2: {
          type: "oauth2" as const,
          flows: {
            clientCredentials: {
              tokenUrl: `${config.issuer}/oauth2/token`,
              scopes: { "admin:read": "Read everything but secrets", "admin:write": "Change it" },
            },
          },
        },
      },
    },
  },
  refResolver: {
    buildLocalReference: (json: { $id?: unknown }) => String(json.$id),
  },
});

/** Collects the methods of each address, and adds what all routes share. */
function collectRoutes(app: FastifyInstance): Map<string, string[]> {
  const routes = new Map<string, string[]>();
  const patches = { consumes: ["application/merge-patch+json", "application/json"] };
  const problem = (description: string) => ({
    description,
    content: { "application/problem+json": { schema: { $ref: "Problem#" } } },
  });
  app.addHook("onRoute", (route: RouteOptions) => {
    const methods = [route.method].flat();
    routes.set(route.url, [...(routes.get(route.url) ?? []), ...methods]);
    const schema: FastifySchema & { security?: unknown } = route.schema ?? {};
    if (route.method === "PATCH") Object.assign(schema, patches);
    schema.security = methods.map((method) => ({ oauth2: [scopeOf(method)] }));
    schema.response = {
      ...(schema.response as object),
      "4xx": problem("Refused."),
      "5xx": problem("The server failed, or the database is unavailable."),
    };
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
      schema: { hide: true },
      onRequest: refuse,
      handler: refuse,
    });
  }
}
