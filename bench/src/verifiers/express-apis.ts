/** Two Express APIs, on the verifier and on express-oauth2-jwt-bearer, each set up as its documentation has it. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expressVerifier } from "@regrant/verifier/express";
import express, { type Express } from "express";
import { auth, requiredScopes } from "express-oauth2-jwt-bearer";
import { cacheBounds, notes, type StartApi } from "./settings.js";

async function listen(app: Express): Promise<number> {
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

export const startRegrantOnExpress: StartApi = async (settings) => {
  const { issuer, audience, jwksUrl, scope } = settings;
  const api = expressVerifier({ issuer, audience, jwksUrl, tokenCache: cacheBounds(settings) });
  const app = express();
  app.get("/protected", api.requireScope(scope), (_request, response) => void response.json({ notes }));
  return listen(app);
};

/** It caches keys, and no tokens: each request is verified anew. */
export const startExpressOauth2JwtBearer: StartApi = async ({
  issuer,
  audience,
  jwksUrl: jwksUri,
  scope,
}) => {
  const app = express();
  const verify = auth({ issuer, audience, jwksUri, tokenSigningAlg: "RS256", strict: true });
  app.get("/protected", verify, requiredScopes(scope), (_request, response) => void response.json({ notes }));
  return listen(app);
};
