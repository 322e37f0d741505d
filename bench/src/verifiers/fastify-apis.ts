/** Two Fastify APIs, on the verifier and on @fastify/jwt with get-jwks, each set up as its documentation has it. */
import type { AddressInfo } from "node:net";
import fastifyJwt, { type TokenOrHeader } from "@fastify/jwt";
import { fastifyVerifier } from "@regrant/verifier/fastify";
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import buildGetJwks from "get-jwks";
import { type ApiSettings, cacheBounds, notes, type StartApi } from "./settings.js";

async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ port: 0, host: "127.0.0.1" });
  return (app.server.address() as AddressInfo).port;
}

/** `/open` has the same handler without the verifier: what that costs is the difference. */
export const startRegrantOnFastify: StartApi = async (settings) => {
  const { issuer, audience, jwksUrl, scope } = settings;
  const app = fastify();
  await app.register(fastifyVerifier, { issuer, audience, jwksUrl, tokenCache: cacheBounds(settings) });
  app.get("/open", () => ({ notes }));
  app.get("/protected", { onRequest: app.requireScope(scope) }, () => ({ notes }));
  return listen(app);
};

/** Where the key set is, is said here: `iss` of the token is what anyone can write. */
function keyLookup({ jwksUrl }: ApiSettings) {
  const { origin, pathname } = new URL(jwksUrl);
  const getJwks = buildGetJwks({ jwksPath: pathname, issuersWhitelist: [origin] });
  return (_request: FastifyRequest, token: TokenOrHeader): Promise<string> => {
    const { kid = "", alg } = "header" in token ? token.header : token;
    return getJwks.getPublicKey({ kid, alg, domain: origin });
  };
}

/** With the cache of verified tokens that fast-jwt has, and a check of the scope, which it has not. */
export const startFastifyJwt: StartApi = async (settings) => {
  const { issuer, audience, scope, cachedTokens } = settings;
  const app = fastify();
  await app.register(fastifyJwt, {
    decode: { complete: true },
    secret: keyLookup(settings),
    verify: {
      algorithms: ["RS256"],
      allowedIss: issuer,
      allowedAud: audience,
      checkTyp: "at+jwt",
      requiredClaims: ["iss", "sub", "aud", "exp", "iat", "jti", "client_id"],
      cache: cachedTokens ?? true,
    },
  });
  const onRequest = async (request: FastifyRequest) => {
    const claims = await request.jwtVerify<{ scope?: string }>();
    if (!claims.scope?.split(" ").includes(scope)) throw new Error("insufficient scope");
  };
  app.get("/protected", { onRequest }, () => ({ notes }));
  return listen(app);
};
