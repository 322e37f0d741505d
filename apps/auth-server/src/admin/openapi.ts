/** The OpenAPI document of the admin API, of the routes as they are. */
import Fastify, { type FastifyInstance, type FastifySchema, type RouteOptions } from "fastify";
import { scopeOf } from "./authorization.js";
import { noCompilers } from "./compilers.js";

/** On a server of its own, since what it takes is loaded only when somebody asks for the document. */
export async function describeRoutes(
  addRoutes: (app: FastifyInstance) => void,
  issuer: string,
  prefix: string,
): Promise<object> {
  const { default: swagger } = await import("@fastify/swagger");
  const app = Fastify({ schemaController: { compilersFactory: noCompilers } });
  await app.register(swagger, openApi(issuer));
  await app.register(
    async (scope) => {
      addWhatAllShare(scope);
      addRoutes(scope);
    },
    { prefix },
  );
  await app.ready();
  return app.swagger();
}

const openApi = (issuer: string) => ({
  openapi: {
    openapi: "3.1.0",
    info: {
      title: "Regrant admin API",
      version: "1",
      description:
        "Every change is audited. Changing or deleting an item requires If-Match with the ETag that was read.",
    },
    servers: [{ url: issuer }],
    components: {
      securitySchemes: {
        oauth2: {
          type: "oauth2" as const,
          flows: {
            clientCredentials: {
              tokenUrl: `${issuer}/oauth2/token`,
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

function addWhatAllShare(app: FastifyInstance): void {
  const patches = { consumes: ["application/merge-patch+json", "application/json"] };
  const problem = (description: string) => ({
    description,
    content: { "application/problem+json": { schema: { $ref: "Problem#" } } },
  });
  app.addHook("onRoute", (route: RouteOptions) => {
    const schema: FastifySchema & { security?: unknown } = route.schema ?? {};
    if (route.method === "PATCH") Object.assign(schema, patches);
    schema.security = [route.method].flat().map((method) => ({ oauth2: [scopeOf(method)] }));
    schema.response = {
      ...(schema.response as object),
      "4xx": problem("Refused."),
      "5xx": problem("The server failed, or the database is unavailable."),
    };
  });
}
