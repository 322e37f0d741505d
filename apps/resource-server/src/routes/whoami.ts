/** `GET /whoami`: the caller and its client, according to the token. */
import type { FastifyInstance } from "fastify";

export function registerWhoami(app: FastifyInstance): void {
  app.get("/whoami", { onRequest: app.requireToken() }, ({ claims }) => ({
    sub: claims.sub,
    client_id: claims.client_id,
    scope: claims.scope,
    roles: claims.roles,
    iss: claims.iss,
    aud: claims.aud,
    exp: claims.exp,
    iat: claims.iat,
    auth_time: claims.auth_time,
  }));
}
